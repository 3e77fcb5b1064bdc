from django.urls import path

from places import views

app_name = "places"
urlpatterns = [
    path("places/", views.place_list, name="list"),
    path("places/<slug:slug>/", views.place_detail, name="detail"),
    path("programmes/", views.programme_list, name="programme_list"),
    path("programmes/<slug:slug>/", views.programme_detail, name="programme"),
    path("projects/<slug:slug>/", views.project_detail, name="project"),
]
