from django.urls import path, re_path

from hub.api import views
from hub.api.kinds import KINDS

NAME = f"(?P<name>{'|'.join(KINDS)})"

app_name = "api"
urlpatterns = [
    path("", views.manual, name="manual"),
    path("openapi.json", views.openapi, name="openapi"),
    path("v1/", views.root, name="root"),
    path("v1/search/", views.search, name="search"),
    re_path(rf"^v1/{NAME}/$", views.kind_list, name="list"),
    re_path(rf"^v1/{NAME}/(?P<pk>[0-9]{{1,30}})/$", views.one, name="item"),
    re_path(r"^v1/", views.unknown),
]
