import re

import pytest

from articles.models import Article, Perspective, ReadFirst
from tests.factories import (
    create_article,
    create_comment,
    create_groups,
    create_place,
    create_project,
    create_publication,
    create_topic,
    tomorrow,
    yesterday,
)

pytestmark = pytest.mark.django_db


def page_of(client, group):
    return client.get(group.get_absolute_url())


def test_groups_stand_in_their_order_on_every_group_page(client):
    groups = create_groups()
    html = page_of(client, groups[3]).content.decode()
    switch = html[html.index('class="switch"') : html.index("</nav>", html.index('class="switch"'))]

    assert re.findall(r"<span>([^<]+)</span>", switch) == [group.name for group in groups]


def test_group_page_makes_the_case_to_its_group(client):
    groups = create_groups()
    article = create_article(kind=Article.Kind.INSIGHT)
    for group in groups[:2]:
        Perspective.objects.create(
            article=article, group=group, heading=f"Stance {group.order}", body="<p>Why.</p>"
        )
    html = page_of(client, groups[0]).content.decode()

    assert ("Stance 1" in html, "Stance 2" in html) == (True, False)


def test_case_of_a_scheduled_article_waits(client):
    group = create_groups()[0]
    article = create_article(published_at=tomorrow())
    Perspective.objects.create(article=article, group=group, heading="A stance", body="<p>Why.</p>")

    assert "A stance" not in page_of(client, group).content.decode()


def test_map_of_a_group_has_its_places_only(client):
    mine, other = create_groups()[:2]
    for group, name in [(mine, "Hereford"), (other, "Cornwall")]:
        create_project(groups=[group], place=create_place(name=name))
    address = re.search(r'href="(/places/\?[^"]+)"', page_of(client, mine).text)[1]
    html = client.get(address).text

    assert ("Hereford" in html, "Cornwall" in html) == (True, False)


def test_group_page_shows_what_is_tagged_for_it_only(client):
    mine, other = create_groups()[:2]
    for group, name in [(mine, "Mine"), (other, "Theirs")]:
        create_article(title=f"{name} news", groups=[group])
        create_publication(title=f"{name} report", groups=[group])
        create_project(title=f"{name} project", groups=[group])
    html = page_of(client, mine).content.decode()

    assert [f"Mine {kind}" in html for kind in ("news", "report", "project")] == [True] * 3
    assert "Theirs" not in html


def test_every_link_of_a_group_page_leads_to_its_filtered_list(client):
    group = create_groups()[0]
    create_article(title="Mine", groups=[group])
    create_article(title="Not mine")
    create_publication(groups=[group])
    html = page_of(client, group).content.decode()

    for link in re.findall(r'class="more" href="([^"]+\?(?:for|group)=[^"]+)"', html):
        assert "Not mine" not in client.get(link).content.decode(), link


def test_group_page_without_content_still_says_who_it_is_for(client):
    group = create_groups()[0]

    assert group.summary in page_of(client, group).content.decode()


def sections_of(html):
    return re.findall(r'<h2 id="(\w+)">', html)


def fill(group, topic):
    tags = {"groups": [group], "topics": [topic]}
    article = create_article(kind=Article.Kind.INSIGHT, **tags)
    for made in [article, create_article(kind=Article.Kind.INSIGHT, **tags)]:
        Perspective.objects.create(article=made, group=group, heading="A stance", body="<p>Why.</p>")
    create_article(**tags)
    create_publication(**tags)
    create_project(**tags)
    create_comment(article, group=group)
    return article


def test_group_page_has_its_parts_in_order(client):
    group = create_groups()[0]
    fill(group, create_topic())

    html = page_of(client, group).content.decode()

    assert sections_of(html) == ["why", "gi", "gn", "first", "gp", "gpl", "said", "about"]


def test_group_page_shows_what_editors_picked_in_their_order(client):
    group, other = create_groups()[:2]
    picks = [create_place(), create_publication(), create_article()]
    for order, kind in enumerate(["place", "publication", "article"]):
        ReadFirst.objects.create(group=group, order=order, **{kind: picks[order]})
    ReadFirst.objects.create(
        group=group, order=0, article=create_article(title="Gone", removed_at=yesterday())
    )
    ReadFirst.objects.create(group=other, article=create_article(title="For others"))

    html = page_of(client, group).content.decode()

    assert re.findall(r"<li><p class=.by.>(\w+)</p>", html.replace("Research report", "Report")) == [
        "Place",
        "Report",
        "News",
    ]
    assert [html.index(str(pick)) for pick in picks] == sorted(html.index(str(pick)) for pick in picks)
    assert "Gone" not in html
    assert "For others" not in html


def test_without_picks_the_other_cases_are_read_first(client):
    group = create_groups()[0]
    for heading in ["Older", "Newer"]:
        days = {"published_at": yesterday()} if heading == "Newer" else {}
        article = create_article(kind=Article.Kind.INSIGHT, **days)
        Perspective.objects.create(article=article, group=group, heading=heading, body="<p>Why.</p>")

    html = page_of(client, group).content.decode()

    assert '<h2 id="why">Newer</h2>' in html
    assert "Older</a></h3>" in html[html.index('id="first"') :]


def test_empty_parts_of_a_group_page_are_not_shown(client):
    assert sections_of(page_of(client, create_groups()[0]).content.decode()) == []


def test_group_page_links_the_topics_that_have_something_for_it(client):
    mine, other = create_groups()[:2]
    topics = [create_topic(name=name, slug=name) for name in ["mine", "theirs", "draft", "empty"]]
    create_article(groups=[mine], topics=topics[:1])
    create_article(groups=[other], topics=topics[1:2])
    create_article(groups=[mine], topics=topics[2:3], published_at=None)

    html = page_of(client, mine).content.decode()

    assert re.findall(r'href="(/for/councillors/(?!feed)\w+/)"', html) == ["/for/councillors/mine/"]


def test_comments_of_a_group_are_quoted_with_their_page(client):
    group, other = create_groups()[:2]
    article = create_article(title="Trust is slow")
    for each, words in [(group, "Mine to say"), (other, "Theirs to say")]:
        create_comment(article, group=each, comment=words)
    create_comment(article, group=group, comment="Not yet read", state="waiting")

    html = page_of(client, group).content.decode()

    assert "Mine to say" in html
    assert "In the thread on “Trust is slow”" in html
    assert "Theirs to say" not in html
    assert "Not yet read" not in html


def test_page_of_a_group_and_a_topic_shows_what_is_both(client):
    (mine, other), topic = create_groups()[:2], create_topic(slug="trust")
    create_article(title="Both", groups=[mine], topics=[topic])
    create_publication(title="Both too", groups=[mine], topics=[topic])
    create_article(title="Only mine", groups=[mine])
    create_article(title="Only trust", groups=[other], topics=[topic])

    html = client.get("/for/councillors/trust/").content.decode()

    assert ("Both" in html, "Both too" in html) == (True, True)
    assert ("Only mine" in html, "Only trust" in html) == (False, False)
    assert "noindex" not in html
    assert topic.get_absolute_url() in html


def test_page_of_a_group_and_a_topic_with_nothing_is_not_for_crawlers(client):
    create_groups()
    create_topic(slug="trust")

    assert '<meta name="robots" content="noindex, follow">' in client.get("/for/councillors/trust/").text


@pytest.mark.parametrize(
    "address", ["/for/nobody/trust/", "/for/councillors/nothing/", "/for/councillors/trust/x/"]
)
def test_there_is_no_page_for_other_combinations(client, address):
    create_groups()
    create_topic(slug="trust")

    assert client.get(address).status_code == 404
