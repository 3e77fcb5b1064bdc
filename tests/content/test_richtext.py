import pytest

from articles.models import Article
from tests.factories import create_article

pytestmark = pytest.mark.django_db

HOSTILE = """<h2 onclick="x()">Heading</h2><script>alert(1)</script><p style="color:red">Text
<a href="javascript:alert(1)">one</a> <a href="data:text/html,x">two</a> <a href="https://example.org">three</a>
<img src=x onerror=alert(1)><svg onload=alert(1)>
<math><mi xlink:href="javascript:x">m</mi></math><b><i></p>\x00"""
FORBIDDEN = ["onclick", "script", "style", "javascript", "data:", "onerror", "svg", "math", "img", "\x00"]


def stored_body():
    return Article.objects.values_list("body", flat=True).get()


def write_by_save():
    create_article(body=HOSTILE)


def write_by_update():
    create_article()
    Article.objects.update(body=HOSTILE)


def write_by_bulk_create():
    Article.objects.bulk_create([Article(title="A", slug="a", standfirst="A.", body=HOSTILE)])


def write_as_fixtures_do():
    Article(pk=1, title="A", slug="a", standfirst="A.", body=HOSTILE).save_base(raw=True)


@pytest.mark.parametrize(
    "write", [write_by_save, write_by_update, write_by_bulk_create, write_as_fixtures_do]
)
def test_rich_text_is_clean_however_it_was_written(write):
    write()

    assert [word for word in FORBIDDEN if word in stored_body()] == []


def test_rich_text_keeps_what_editors_may_write():
    body = '<h2>Heading</h2><p>Text <strong>bold</strong> <a href="https://example.org">link</a></p>'
    create_article(body=body)

    assert "<h2>Heading</h2>" in stored_body()
    assert 'href="https://example.org"' in stored_body()


def test_rich_text_in_memory_is_what_was_stored():
    assert create_article(body=HOSTILE).body == stored_body()


def test_rich_text_cleaned_twice_is_the_same():
    article = create_article(body=HOSTILE)
    once = article.body

    article.save()

    assert stored_body() == once
