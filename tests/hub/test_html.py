"""Valid HTML, by the Nu Html Checker: every type of page, of form, of error and of mail."""

import os

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory

from alerts import mail
from tests.factories import create_article, yesterday
from tests.html_checker import faults, find_java
from tests.pages import create_everything, every_form, every_page

pytestmark = [pytest.mark.django_db, pytest.mark.once]
ERRORS = ["400", "403", "403_csrf", "404", "410", "413", "429", "500", "503"]


@pytest.fixture(autouse=True)
def java():
    """Skip with the reason where there is no Java, but fail in CI."""
    if not find_java():
        reason = "Java is not installed (Debian: apt-get install default-jre-headless)"
        pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)


def pages(client):
    """Return {name: HTML} of every page, of pages with nothing, too much or something wrong on them."""
    answers = {
        f"nothing on {name}": client.get(address)
        for name, address in {"home": "/", "news": "/news/", "publications": "/publications/"}.items()
    }
    made = create_everything()
    forms = every_form(made)
    answers |= {name: client.get(address) for name, address in (every_page(made) | forms).items()}
    ours = {"Sec-Fetch-Site": "same-origin"}
    answers |= {f"{name} left empty": client.post(address, headers=ours) for name, address in forms.items()}
    answers["manual of the API"] = client.get("/api/")
    answers["filters that find nothing"] = client.get("/places/?status=planned&q=quokka")
    answers["withdrawn"] = client.get(create_article(withdrawn_at=yesterday()).get_absolute_url())
    for _ in range(21):
        create_article()
    answers["second page"] = client.get("/news/?page=2&for=councillors")
    return {name: response.content.decode() for name, response in answers.items()}


def errors():
    request = RequestFactory().get("/nowhere/")
    context = {"typed": [("comment", "What I typed")], "path": "/nowhere/"}
    return {code: render_to_string(f"{code}.html", context, request) for code in ERRORS}


def mails():
    item = {"title": "A & b", "url": "http://hub.example.org/news/a/", "summary": "Short.", "kind": "News"}
    section = {"title": "News", "url": "http://hub.example.org/news/", "total": 9, "items": [item]}
    context = {"title": "News", "frequency": "once a day", "confirm_url": item["url"]}
    context |= {"sections": [section], "number": 9, "manage_url": item["url"], "stop_url": item["url"]}
    return {f"{name} mail": mail.render(name, context)[1] for name in ["confirm", "digest"]}


def test_all_html_is_valid(client, catch_up, tmp_path):
    catch_up()
    shown = pages(client) | errors() | mails()
    folder = tmp_path / "pages"
    folder.mkdir()

    assert faults(shown, folder) == []
