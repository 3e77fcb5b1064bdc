from django.urls import path

from publications import exports, requesting, serving, views

app_name = "publications"
urlpatterns = [
    path("", views.publication_list, name="list"),
    path("export.<slug:suffix>", exports.publication_export, name="export"),
    path("<int:pk>/<slug:slug>/", views.publication_detail, name="detail"),
    path("<int:pk>/<slug:slug>.<slug:suffix>", exports.publication_citation, name="citation"),
    path("<int:pk>/<slug:slug>/pages/<int:number>/", views.publication_page, name="page"),
    path("<int:pk>/<slug:slug>/<slug:name>.pdf", serving.publication_file, name="file"),
    path("<int:pk>/<slug:slug>/cover.webp", serving.publication_cover, name="cover"),
    path("<int:pk>/<slug:slug>/cover-<int:width>.<slug:kind>", serving.publication_cover),
    path("<int:pk>/<slug:slug>/<slug:name>/another-format/", requesting.ask, name="request"),
    path("<int:pk>/<slug:slug>/<slug:name>/another-format/sent/", requesting.asked, name="requested"),
]
