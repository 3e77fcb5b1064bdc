"""S8 and S26 whole, on both databases: every string alone in every place, all unkeyed before every page."""

from itertools import product

import pytest
from django.test import Client

from tests.comments.visitor import came_back
from tests.naughty import STRINGS
from tests.pages import every_form, every_page
from tests.sending import Visitors, every_question, faults, form_on
from tests.unkeyed import UNKEYED, spoiled

pytestmark = pytest.mark.django_db
SLOWEST = 1  # seconds


@pytest.fixture
def visitors(measured):
    walk = Visitors(tries=3)
    yield walk
    measured("requests", walk.sent)
    measured("seconds of the slowest", walk.slowest)


def faults_of_fields(visitors, made, strings):
    """Yield what went wrong with each string alone in each field; a form that was taken is filled in anew."""
    for name, page in every_form(made).items():
        address, data = form_on(visitors.get(page).text, page)
        for field, text in product(data, strings):
            answer = visitors.post(address, data | {field: text})
            if found := faults(answer):
                yield name, field, text, found
            if answer.status_code == 302:
                address, data = form_on(visitors.get(page).text, page)


def faults_of_parameters(visitors, made, strings):
    for name, (address, others, parameters) in every_question(visitors, made).items():
        for parameter, text in product(parameters, strings):
            if found := faults(visitors.get(address, **others | {parameter: text})):
                yield name, parameter, text, found


def test_s8_every_string_alone_in_every_field(made, visitors):
    assert list(faults_of_fields(visitors, made, STRINGS)) == []
    assert visitors.slowest <= SLOWEST


def test_s8_every_string_alone_in_every_parameter(made, visitors):
    assert list(faults_of_parameters(visitors, made, STRINGS)) == []
    assert visitors.slowest <= SLOWEST


@pytest.mark.parametrize("walk", [faults_of_fields, faults_of_parameters])
def test_s8_control_template_that_does_not_escape_is_noticed(made, settings, walk):
    options = settings.TEMPLATES[0]["OPTIONS"] | {"autoescape": False}
    settings.TEMPLATES = [settings.TEMPLATES[0] | {"OPTIONS": options}]

    assert list(walk(Visitors(), made, ["<naughty>"])) != []


@pytest.mark.django_db(transaction=True)  # in one, PostgreSQL steps over all that was
def test_s8_every_string_comes_back_as_comment_and_name(made, measured):
    article, wrong = made["articles"]["news"], []
    for n, text in enumerate(STRINGS):
        client = Client(REMOTE_ADDR=f"10.{n & 255}.{n >> 8}.1")
        wrong += came_back(client, article, text, "Dawn")
        wrong += came_back(client, article, f"Words {n}.", text)
    measured("comments", 2 * len(STRINGS))

    assert wrong == []
    assert faults(Client().get(article.get_absolute_url())) == []


def test_s26_every_unkeyed_thing_before_every_page(made, monkeypatch, measured):
    pages = every_page(made) | every_form(made)
    measured("pages", len(pages))

    assert spoiled(pages, UNKEYED) == []
