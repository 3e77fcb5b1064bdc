"""What every page says of itself to machines: title, description, addresses, picture, graph."""

import json
from io import BytesIO

import pytest
from lxml import etree
from PIL import Image

from hub.pictures import SITE_PICTURE
from places.models import Event, Place
from tests.factories import (
    create_article,
    create_comment,
    create_event,
    create_place,
    create_programme,
    create_project,
    yesterday,
)
from tests.pages import create_everything, every_page

pytestmark = [pytest.mark.django_db, pytest.mark.once]
SITE = "http://hub.example.org"
OF_SITE = ["BreadcrumbList", "WebSite", "Organization"]
ABOUT = {  # type of page: what it is about, and what kind of page that makes it
    "news article": ["NewsArticle", "WebPage"],
    "insight article": ["Article", "WebPage"],
    "last-word article": ["Article", "WebPage"],
    "video article": ["Article", "WebPage"],
    "publication": ["Report", "WebPage"],
    "programme": ["Project", "WebPage"],
    "project": ["Project", "WebPage"],
    "place": ["AdministrativeArea", "WebPage"],
    "event": ["Event", "WebPage"],
    "person": ["Person", "ProfilePage"],
    "organisation": ["Organization", "WebPage"],
    "group": ["Audience", "CollectionPage"],
    "topic": ["DefinedTerm", "CollectionPage"],
    "series": ["CreativeWorkSeries", "CollectionPage"],
    "code book": ["Dataset", "WebPage"],
    "groups": ["CollectionPage"],
    "about": ["AboutPage"],
    "contact": ["ContactPage"],
    "search": ["SearchResultsPage"],
}


class Head:
    """What the head of a page says."""

    def __init__(self, html):
        page = etree.HTML(html)
        self.title = page.findtext(".//title")
        self.headings = len(page.findall(".//h1"))
        self.metas = {
            meta.get("property") or meta.get("name"): meta.get("content") for meta in page.iter("meta")
        }
        self.canonical = [link.get("href") for link in page.iterfind('.//link[@rel="canonical"]')]
        script = page.find('.//head/script[@type="application/ld+json"]').text
        self.graph = json.loads(script)["@graph"]

    @property
    def node(self):
        return self.graph[0]


def head_of(client, address):
    return Head(client.get(address).content.decode())


def faults(client, name, address):
    """Return what is wrong with what a page says of itself, in words."""
    head = head_of(client, f"{address}?utm_source=x")
    words, metas = head.title.removesuffix(" – Systems Leadership Hub"), head.metas
    said = {f"og:{name}": metas.get(f"og:{name}") for name in ["title", "description", "url", "locale"]}
    told = {"title": words, "description": metas["description"], "url": SITE + address, "locale": "en_GB"}
    picture = client.get(metas["og:image"].removeprefix(SITE))
    kinds = ABOUT.get(name, ["CollectionPage"] if name.endswith(" list") else ["WebPage"])
    page = next(node for node in head.graph if node["@id"] == f"{SITE}{address}#page")
    checks = {
        "title": words and words != head.title,
        "one heading": head.headings == 1,
        "canonical": head.canonical == [SITE + address],
        "Open Graph": said == {f"og:{name}": value for name, value in told.items()},
        "card": metas["twitter:card"] == "summary_large_image" and metas["og:image:alt"],
        "picture": Image.open(BytesIO(picture.content)).size == (1200, 630),
        "kinds of node": [node["@type"] for node in head.graph] == [*kinds, *OF_SITE],
        "page": (page["name"], page["description"]) == (words, metas["description"]),
    }
    return [fault for fault, is_right in checks.items() if not is_right]


def test_every_type_of_page_describes_itself_in_full(client, catch_up):
    pages = every_page(create_everything())
    catch_up()

    assert {name: found for name, address in pages.items() if (found := faults(client, name, address))} == {}


def test_every_type_of_page_has_its_own_title_and_description(client, catch_up):
    pages = every_page(create_everything())
    catch_up()
    heads = {name: head_of(client, address) for name, address in pages.items()}

    for said in [lambda head: head.title, lambda head: head.metas["description"]]:
        names = {}
        for name, head in heads.items():
            names.setdefault(said(head), []).append(name)
        assert {text: pages for text, pages in names.items() if len(pages) > 1} == {}


def test_every_node_that_is_pointed_to_is_there(client):
    for name, address in every_page(create_everything()).items():
        graph = head_of(client, address).graph
        ids = [node["@id"] for node in graph]
        pointers = {value["@id"] for node in graph for value in node.values() if pointer(value)}

        assert len(set(ids)) == len(ids), name
        assert pointers <= set(ids), name


def pointer(value):
    return isinstance(value, dict) and set(value) == {"@id"}


def test_trail_leads_from_the_home_page_through_pages_that_are_there(client):
    for name, address in every_page(create_everything()).items():
        graph = head_of(client, address).graph
        steps = next(node for node in graph if node["@type"] == "BreadcrumbList")["itemListElement"]

        assert (steps[0]["item"], steps[-1]["item"]) == (f"{SITE}/", SITE + address), name
        assert [step["position"] for step in steps] == list(range(1, len(steps) + 1)), name
        assert all(client.get(step["item"].removeprefix(SITE)).status_code == 200 for step in steps), name


def test_list_names_its_items_in_order(client):
    made = [create_article(published_at=yesterday()) for _ in range(21)]
    page = head_of(client, "/news/?page=2").node

    assert page["@id"] == f"{SITE}/news/?page=2#page"
    assert page["mainEntity"]["itemListElement"] == [
        {"@type": "ListItem", "position": 21, "name": made[0].title, "url": SITE + made[0].get_absolute_url()}
    ]


def test_article_says_who_wrote_it_when_and_for_whom(client):
    made = create_everything()
    article = made["articles"]["insight"]
    node = head_of(client, article.get_absolute_url()).node

    assert (node["headline"], node["description"]) == (article.title, article.standfirst)
    assert [author["name"] for author in node["author"]] == [str(made["person"])]
    assert node["datePublished"] == article.published_at.astimezone().isoformat(timespec="seconds")
    assert node["dateModified"] >= node["datePublished"]
    assert [reader["audienceType"] for reader in node["audience"]] == [str(group) for group in made["groups"]]
    assert {about["name"] for about in node["about"]} >= {str(made["topic"]), str(made["place"])}
    assert node["image"].endswith(f"/pictures{article.get_absolute_url().rstrip('/')}.png")
    assert node["publisher"] == {"@id": f"{SITE}/#hub"}


def test_article_of_an_unknown_day_claims_none(client):
    article = create_article(day_known=False, published_at=yesterday())

    assert len(head_of(client, article.get_absolute_url()).node["datePublished"]) == len("2015-10")


def test_article_with_a_film_names_the_film(client):
    article = create_article(
        kind="video", video_url="https://vimeo.com/12345", transcript="<p>All that is said.</p>"
    )
    film = head_of(client, article.get_absolute_url()).node["video"]

    assert (film["@type"], film["name"]) == ("VideoObject", article.title)
    assert "12345" in film["embedUrl"]


def test_comments_join_the_node_of_what_they_are_about(client):
    article = create_article()
    first = create_comment(article, comment="Ask </script> first.")
    answer = create_comment(answers=first)
    create_comment(article, comment="Not yet.", state="waiting")
    page = etree.HTML(client.get(article.get_absolute_url()).content)
    node = json.loads(page.find('.//main//script[@type="application/ld+json"]').text)["@graph"][0]

    assert (node["@id"], node["commentCount"]) == (SITE + article.get_absolute_url(), 2)
    assert [comment["text"] for comment in node["comment"]] == ["Ask </script> first.", answer.comment]
    assert node["comment"][1]["parentItem"] == {"@id": SITE + first.get_absolute_url()}
    assert node["comment"][0]["author"]["name"] == first.user_name


def test_place_says_its_official_code_and_what_it_lies_within(client):
    county = create_place(kind=Place.Kind.COUNTY)
    place = create_place(gss_code="E08000036", parent=county, latitude=53.68, longitude=-1.5)
    node = head_of(client, place.get_absolute_url()).node

    assert node["identifier"] == {"@type": "PropertyValue", "propertyID": "GSS", "value": "E08000036"}
    assert node["sameAs"].endswith("/E08000036")
    assert node["containedInPlace"]["url"] == SITE + county.get_absolute_url()
    assert node["geo"] == {"@type": "GeoCoordinates", "latitude": 53.68, "longitude": -1.5}


def test_programme_says_who_led_it_and_where_it_worked(client):
    made = create_everything()
    made["programme"].sponsors.add(made["organisation"])
    node = head_of(client, made["programme"].get_absolute_url()).node

    assert node["parentOrganization"]["name"] == node["sponsor"][0]["name"] == str(made["organisation"])
    assert [area["name"] for area in node["areaServed"]] == [str(made["place"])]


def test_project_says_when_it_ran_and_under_what(client):
    programme = create_programme()
    project = create_project(programme=programme, start="2014-03", end="2016")
    node = head_of(client, project.get_absolute_url()).node

    assert (node["foundingDate"], node["dissolutionDate"]) == ("2014-03", "2016")
    assert node["parentOrganization"]["url"] == SITE + programme.get_absolute_url()


@pytest.mark.parametrize(
    ("fields", "where", "mode"),
    [
        ({}, None, None),
        ({"venue": "Town Hall", "town": "Leeds"}, ["Place"], "OfflineEventAttendanceMode"),
        ({"online": True}, ["VirtualLocation"], "OnlineEventAttendanceMode"),
        ({"town": "Leeds", "online": True}, ["Place", "VirtualLocation"], "MixedEventAttendanceMode"),
    ],
    ids=["unknown", "somewhere", "online", "both"],
)
def test_event_says_where_only_as_far_as_it_is_known(client, fields, where, mode):
    event = create_event(**fields)
    node = head_of(client, event.get_absolute_url()).node
    location = node.get("location")
    found = location if isinstance(location, list) else [location]

    assert (where and [place["@type"] for place in found]) == where
    assert node.get("eventAttendanceMode", "").removeprefix("https://schema.org/") == (mode or "")
    assert node["startDate"] == Event.objects.get().start


def test_page_without_a_picture_of_its_own_shows_that_of_the_site(client):
    assert head_of(client, "/about/").metas["og:image"] == f"{SITE}/pictures/{SITE_PICTURE}.png"
