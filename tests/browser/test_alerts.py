import pytest

from tests.comments.visitor import HERE
from tests.factories import create_groups

pytestmark = pytest.mark.once


def test_mail_with_a_long_link_is_as_wide_as_a_phone(new_context, transactional_db, client, mailoutbox):
    create_groups()
    asked = {"list": "/news/?for=councillors", "email": "ada@example.org", "frequency": "daily"}
    client.post("/alerts/new/", asked, headers=HERE)
    page = new_context(viewport={"width": 320, "height": 600}).new_page()

    page.set_content(mailoutbox[0].alternatives[0].content)

    assert "/alerts/confirm/" in page.inner_text("main")
    assert page.evaluate("document.documentElement.scrollWidth") == 320
