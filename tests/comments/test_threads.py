"""How a long thread is cut into pages."""

import pytest

from comments.threads import pages
from tests.factories import create_article, create_comment


def test_page_holds_whole_threads_until_they_are_fifty_comments():
    assert pages([(1, 30), (2, 30), (3, 1), (4, 120), (5, 2)]) == [[1, 2], [3, 4], [5]]


@pytest.mark.django_db
def test_later_page_shows_the_comments_that_the_first_does_not(client):
    article = create_article()
    long, last = [create_comment(article, comment=f"Root {number}") for number in range(2)]
    for number in range(50):
        create_comment(answers=long, comment=f"Reply {number}")

    first, second = (client.get(f"{article.get_absolute_url()}?comments={n}").text for n in (1, 2))

    assert ("Reply 49" in first, "Root 1" in first) == (True, False)
    assert ("Reply 49" in second, "Root 1" in second) == (False, True)
    assert client.get(last.get_absolute_url()).url.endswith(f"?comments=2#comment-{last.pk}")
