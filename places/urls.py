from django.urls import path

from places.views import contact, data, events, places, programmes, projects

app_name = "places"
urlpatterns = [
    path("places/", places.place_list, name="list"),
    path("places/how-we-choose-and-grade/", projects.grading, name="grading"),
    path("places/data/", data.code_book, name="code_book"),
    path("places/data/places.geojson", data.geojson, name="geojson"),
    path("places/data/<slug:table>.csv", data.table_csv, name="table_csv"),
    path("places/data/<slug:table>.json", data.table_json, name="table_json"),
    path("places/<slug:slug>/", places.place_detail, name="detail"),
    path("programmes/", programmes.programme_list, name="programme_list"),
    path("programmes/<slug:slug>/", programmes.programme_detail, name="programme"),
    path("projects/compare/", projects.compare, name="compare"),
    path("projects/still-right/<str:token>/", contact.still_right, name="still_right"),
    path("projects/<slug:slug>/contact/", contact.contact, name="contact"),
    path("projects/<slug:slug>/", projects.project_detail, name="project"),
    path("events/", events.event_list, name="event_list"),
    path("events/calendar.ics", events.calendar, name="calendar"),
    path("events/<slug:slug>/event.ics", events.event_calendar, name="event_calendar"),
    path("events/<slug:slug>/", events.event_detail, name="event"),
    path("preview/project/<str:token>/", projects.project_preview, name="project_preview"),
    path("preview/event/<str:token>/", events.event_preview, name="event_preview"),
]
