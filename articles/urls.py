from django.urls import re_path

from articles import views

app_name = "articles"
KIND = "(?P<kind>news|insight|last-word|video)"
urlpatterns = [
    re_path(rf"^{KIND}/$", views.article_list, name="list"),
    re_path(rf"^{KIND}/(?P<slug>[-\w]+)/$", views.article_detail, name="detail"),
]
