"""The table of contents."""

from django.contrib import admin
from django.urls import include, path, re_path
from django.views.generic.base import RedirectView

from hub import feeds, groups, health, indexes, machines, metrics, pictures, sitemaps, views
from publications.oai import oai

urlpatterns = [
    path("", views.home, name="home"),
    re_path(r"^(?P<page>(?!comments/)(?:[^/]+/)*)feed/$", feeds.ListFeed(), name="feed"),
    path("", include("articles.urls")),
    path("", include("places.urls")),
    path("publications/", include("publications.urls")),
    path("oai", oai, name="oai"),
    path("comments/", include("comments.urls")),
    path("alerts/", include("alerts.urls")),
    path("api/", include("hub.api.urls")),
    path("for/", groups.group_list, name="groups"),
    path("for/<slug:slug>/", groups.group_detail, name="group"),
    path("for/<slug:slug>/<slug:topic>/", groups.group_topic, name="group_topic"),
    path("topics/<slug:slug>/", views.topic_detail, name="topic"),
    path("people/<slug:slug>/", views.person_detail, name="person"),
    path("people/<slug:slug>/comments/", views.person_comments, name="person_comments"),
    path("organisations/<slug:slug>/", views.organisation_detail, name="organisation"),
    path("a-to-z/", indexes.a_to_z, name="a_to_z"),
    re_path("^a-to-z/(?P<letter>[a-z]|0-9)/$", indexes.a_to_z, name="letter"),
    path("years/", indexes.year_list, name="years"),
    path("years/<int:year>/", indexes.year_detail, name="year"),
    path("search/", views.search, name="search"),
    path("search/suggest/", views.suggest, name="suggest"),
    path("about/", views.page, {"template": "about"}, name="about"),
    path("accessibility/", views.page, {"template": "accessibility"}, name="accessibility"),
    path("privacy/", views.page, {"template": "privacy"}, name="privacy"),
    path("contact/", views.page, {"template": "contact"}, name="contact"),
    path("robots.txt", machines.robots),
    path("manifest.webmanifest", machines.manifest, name="manifest"),
    path("speculation-rules.json", machines.speculation_rules, name="speculation_rules"),
    path("sitemap.xml", sitemaps.sitemap, name="sitemap"),
    path("sitemap-<slug:section>-<int:number>.xml", sitemaps.sitemap_file, name="sitemap_file"),
    path("pictures/<path:page>.png", pictures.picture, name="picture"),
    path("favicon.ico", machines.favicon),
    path("livez", health.livez, name="livez"),
    path("readyz", health.readyz, name="readyz"),
    path("metrics", metrics.metrics, name="metrics"),
    path(".well-known/security.txt", health.security_txt, name="security_txt"),
    path(".well-known/security.txt/", RedirectView.as_view(pattern_name="security_txt")),
    path("security.txt", RedirectView.as_view(pattern_name="security_txt")),
    path("admin/", admin.site.urls),
]

handler400 = "hub.errors.bad_request"
handler404 = "hub.errors.not_found"
handler500 = "hub.errors.server_error"
