import re

import pytest

from articles.models import Article, Perspective
from tests.factories import (
    create_article,
    create_groups,
    create_project,
    create_publication,
    tomorrow,
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
