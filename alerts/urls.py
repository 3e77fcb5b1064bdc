from django.urls import path

from alerts import views

app_name = "alerts"
urlpatterns = [
    path("new/", views.new, name="new"),
    path("confirm/<str:token>/", views.confirm, name="confirm"),
    path("mine/<str:token>/", views.manage, name="manage"),
    path("stop/<str:token>/", views.stop, name="stop"),
    path("never/<str:token>/", views.never, name="never"),
]
