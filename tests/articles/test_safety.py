"""What a hostile text, or one that is merely odd, can do to a page: nothing."""

import json

import pytest
from django.core import serializers
from lxml import html

from articles.models import Article, Perspective
from tests.articles.desk import address, form_of, sign_in
from tests.factories import create_article, create_groups

pytestmark = pytest.mark.django_db
HOSTILE = """
<script>alert(1)</script><img src=x onerror=alert(1)><svg onload=alert(1)><script>alert(2)</script></svg>
<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></mglyph></table></mtext></math>
<a href="javascript:alert(1)">a</a><a href="jav&#x09;ascript:alert(1)">b</a>
<a href="data:text/html,<script>">c</a>
<a href="vbscript:x" onclick="alert(1)" style="position:fixed">d</a>
<iframe srcdoc="<script>alert(1)</script>"></iframe>
<p onmouseover=alert(1)><b><i></p><form action=https://evil.example.org><input name=password></form>
<noscript><p title="</noscript><img src=x onerror=alert(1)>"></noscript>
<base href=//evil.example.org><object data=x>
<template><script>alert(1)</script></template><p>Good words\x00</p><!--><img src=x onerror=alert(1)>-->
"""
TEXT = HOSTILE * (100_000 // len(HOSTILE) + 1)
ALLOWED = {"p", "strong", "em", "b", "i", "h2", "h3", "ul", "ol", "li", "a", "blockquote", "br"}
ALLOWED |= {"table", "tbody", "thead", "tr", "th", "td", "colgroup", "col"}


def by_shell():
    return create_article(body=TEXT)


def by_update():
    article = create_article()
    Article.objects.filter(pk=article.pk).update(body=TEXT)
    return article


def by_bulk():
    return Article.objects.bulk_create([Article(title="T", slug="t", standfirst="S", body=TEXT)])[0]


def by_fixture():
    article = create_article()
    rows = json.loads(serializers.serialize("json", [article]))
    rows[0]["fields"]["body"] = TEXT
    for row in serializers.deserialize("json", json.dumps(rows)):
        row.save()
    return article


@pytest.mark.parametrize("store", [by_shell, by_update, by_bulk, by_fixture])
def test_hostile_text_is_clean_however_it_was_stored(store):
    article = store()

    assert_clean(Article.objects.get(pk=article.pk).body)


def test_hostile_text_is_clean_through_the_admin(client):
    article = create_article()
    Perspective.objects.create(article=article, group=create_groups()[0], heading="H", body="<p>B</p>")
    sign_in(client, "Editors")
    data = form_of(
        client, article, body=TEXT.replace("\x00", ""), **{"perspectives-0-body": TEXT.replace("\x00", "")}
    )

    client.post(address(article), data | {"_save": "1"})

    assert_clean(Article.objects.get(pk=article.pk).body)
    assert_clean(Perspective.objects.get().body)


def test_hostile_text_is_clean_on_the_page(client):
    page = html.fromstring(client.get(by_fixture().get_absolute_url()).content)

    [prose] = page.xpath("//div[@class='prose']")
    assert "Good words" in prose.text_content()
    assert not prose.xpath(
        ".//script | .//iframe | .//form | .//object | .//style | .//@onerror | .//@onclick"
    )
    assert not [link for link in prose.xpath(".//a/@href") if not link.startswith(("http", "/", "mailto:"))]


def assert_clean(text):
    assert "Good words" in text
    tree = html.fragment_fromstring(text, create_parent="div")
    tags = {element.tag for element in tree.iterdescendants()}
    assert tags <= ALLOWED
    attributes = {(element.tag, name) for element in tree.iterdescendants() for name in element.attrib}
    assert attributes <= {("a", "href"), ("a", "rel"), ("td", "colspan"), ("td", "rowspan")}
    assert not [
        link for link in tree.xpath(".//a/@href") if not link.startswith(("http:", "https:", "mailto:", "/"))
    ]


@pytest.mark.parametrize(
    "title", ["x" * 100_000, "a\x00b", "\u202eright to left", "<script>alert(1)</script>", "'; DROP TABLE"]
)
def test_odd_title_is_refused_or_shown_as_text(client, title):
    article = create_article()
    sign_in(client, "Editors")

    response = client.post(
        address(article), form_of(client, article, title=title) | {"_save": "1"}, follow=True
    )

    assert response.status_code == 200
    assert "<script>alert(1)" not in client.get(article.get_absolute_url()).text
