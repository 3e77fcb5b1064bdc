from django.urls import path, re_path

from articles import views

app_name = "articles"
KIND = "(?P<kind>news|insight|last-word|video)"
urlpatterns = [
    re_path(rf"^{KIND}/$", views.article_list, name="list"),
    re_path(rf"^{KIND}/(?P<slug>[-\w]+)/$", views.article_detail, name="detail"),
    re_path(
        r"^media/articles/(?P<name>[0-9a-f]{32}(-\d{1,4})?)\.(?P<kind>webp|avif)$",
        views.picture,
        name="picture",
    ),
    path("preview/article/<str:token>/", views.article_preview, name="preview"),
    path("series/<slug:slug>/", views.series_detail, name="series"),
    path("systemsleadership/insight/item/<slug:slug>/", views.old_address),
    path("systemsleadership/resource/item/<slug:slug>", views.old_address),
    path("systemsleadership/resource/item/<slug:slug>/", views.old_address),
]
