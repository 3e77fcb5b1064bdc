"""One address of each type of page in the generated content, and how many queries it makes."""

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles.models import Article, Perspective
from content.models import StakeholderGroup, Topic
from places.models import Place, Programme, Project
from publications.models import Publication


def pages():
    """Return {name: {"address": ..., "queries": ...}} for each type of page."""
    addresses = {
        "home": reverse("home"),
        "news list": reverse("articles:list", args=["news"]),
        "article": Article.objects.get(slug="article-2").get_absolute_url(),
        "article with perspectives": Perspective.objects.first().article.get_absolute_url(),
        "article with comments": Article.objects.get(slug="article-1").get_absolute_url(),
        "publication list": reverse("publications:list"),
        "publication": Publication.objects.first().get_absolute_url(),
        "place map": reverse("places:list"),
        "place": Place.objects.first().get_absolute_url(),
        "project": Project.objects.first().get_absolute_url(),
        "programme": Programme.objects.first().get_absolute_url(),
        "group": StakeholderGroup.objects.first().get_absolute_url(),
        "topic": Topic.objects.first().get_absolute_url(),
        "search": reverse("search") + "?q=council+budget",
        "about": reverse("about"),
    }
    return {name: {"address": address, "queries": queries(address)} for name, address in addresses.items()}


def queries(address):
    """Return how many queries the page makes; raise RuntimeError when it does not answer 200."""
    with CaptureQueriesContext(connection) as captured:
        response = Client(headers={"host": "localhost"}).get(address)
    if response.status_code != 200:
        raise RuntimeError(f"{address} answers {response.status_code}")
    return len(captured)
