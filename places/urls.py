from django.urls import path

from places.views import events, places, programmes, projects

app_name = "places"
urlpatterns = [
    path("places/", places.place_list, name="list"),
    path("places/how-we-choose-and-grade/", projects.grading, name="grading"),
    path("places/<slug:slug>/", places.place_detail, name="detail"),
    path("programmes/", programmes.programme_list, name="programme_list"),
    path("programmes/<slug:slug>/", programmes.programme_detail, name="programme"),
    path("projects/<slug:slug>/", projects.project_detail, name="project"),
    path("events/", events.event_list, name="event_list"),
    path("events/<slug:slug>/", events.event_detail, name="event"),
]
