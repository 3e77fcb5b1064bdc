"""S8: hundreds of hostile strings, many at once, in every form and parameter.

Each alone in each field and parameter: `make chaos PARTS=hostile`.
"""

import pytest
from django.http import HttpResponse
from django.test import Client

from tests.comments.visitor import came_back
from tests.naughty import MARK, STRINGS, as_kept, markup
from tests.pages import every_form
from tests.sending import Visitors, every_question, faults, form_on

pytestmark = pytest.mark.django_db
TOGETHER = 100  # strings in one text
TEXTS = ["\n".join(STRINGS[n : n + TOGETHER]) for n in range(0, len(STRINGS), TOGETHER)]
MARKUP = "\n".join(markup())


@pytest.mark.once
def test_no_form_breaks_on_naughty_strings(made):
    visitors = Visitors()
    for name, page in every_form(made).items():
        address, data = form_on(visitors.get(page).text, page)
        for text in TEXTS:
            assert faults(visitors.post(address, dict.fromkeys(data, text))) == [], name


@pytest.mark.once
def test_no_parameter_breaks_on_naughty_strings(made):
    visitors = Visitors()
    for n, (name, (address, others, names)) in enumerate(every_question(visitors, made).items()):
        for text in TEXTS[n % len(TEXTS)], MARKUP:  # each text goes to some of them
            assert faults(visitors.get(address, **others | dict.fromkeys(names, text))) == [], name


@pytest.mark.once
def test_every_form_takes_what_we_fill_in(made):
    """The control: what the strings are put into, one by one, is taken without them."""
    visitors = Visitors()
    for name, page in every_form(made).items():
        answer = visitors.post(*form_on(visitors.get(page).text, page))

        assert (name, answer.status_code in {200, 302}, "Error: " in answer.text) == (name, True, False)


def test_comment_that_is_taken_comes_back_as_it_was_typed(made):
    fit = [text for text in STRINGS if len(text) < 50 and as_kept(text)]
    texts = ["\n".join(fit[n : n + 50]) for n in range(0, len(fit), 50)]
    names = fit[:: len(fit) // len(texts)]
    for n, (text, name) in enumerate(zip(texts, names, strict=False)):
        assert came_back(Client(REMOTE_ADDR=f"10.0.{n}.1"), made["articles"]["news"], text, name) == []

    page = Client().get(made["articles"]["news"].get_absolute_url())
    assert page.text.count(MARK) > 100
    assert faults(page) == []


@pytest.mark.once
@pytest.mark.parametrize(
    "text", [f"<{MARK}>", f"</{MARK}>", f'" {MARK}-at="1', f"' {MARK}-at='1", f"</title><{MARK}/x>"]
)
def test_string_that_became_markup_would_be_seen(text):
    """The control: a page that shows what it was given, in an attribute, a text or a script."""
    quote = text[0] if text[0] in "\"'" else '"'
    for page in [f"<p title={quote}{text}{quote}>", f"<p>{text}</p>", f"<script>{text}</script>"]:
        seen = faults(HttpResponse(page))
        assert seen if "<" in text or "title" in page else not seen
    assert faults(HttpResponse(f"<a href='javascript:{MARK}()'>")) != []
    assert faults(HttpResponse("", status=500)) == [500]


@pytest.mark.once
def test_there_are_as_many_strings_as_we_say():
    assert len(STRINGS) >= 509
