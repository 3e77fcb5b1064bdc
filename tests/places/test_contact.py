"""Writing to a project, and the signed link that asks whether its record is still right."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from content.tokens import make_token
from places import mail
from places.models import Message
from tests.factories import create_project

pytestmark = pytest.mark.django_db

FROM_HERE = {"headers": {"origin": "http://testserver"}}
WORDS = {"name": "Ada", "email": "ada@example.org", "text": "How did you begin?"}


def contact_address(project):
    return reverse("places:contact", args=[project.slug])


def link_of(project):
    token = make_token(mail.PURPOSE, project.pk, mail.mailbox_key(project))
    return reverse("places:still_right", args=[token])


def test_a_message_reaches_the_mailbox_and_no_one_sees_the_address(client, mailoutbox):
    project = create_project(contact_email="role@example.org")

    response = client.post(contact_address(project), WORDS, **FROM_HERE)

    assert (mailoutbox[0].to, mailoutbox[0].extra_headers["Reply-To"]) == (
        ["role@example.org"],
        WORDS["email"],
    )
    assert WORDS["text"] in mailoutbox[0].body
    assert "role@example.org" not in response.text


def test_a_message_without_a_mailbox_reaches_the_hub(client, mailoutbox, settings):
    client.post(contact_address(create_project()), WORDS, **FROM_HERE)

    assert mailoutbox[0].to == [settings.CONTACT_EMAIL]


def test_a_message_leaves_no_cookie(client, mailoutbox):
    assert not client.post(contact_address(create_project()), WORDS, **FROM_HERE).cookies


@pytest.mark.parametrize("name", WORDS)
def test_what_is_missing_is_said_and_nothing_is_lost(client, mailoutbox, name):
    response = client.post(contact_address(create_project()), WORDS | {name: "  "}, **FROM_HERE)

    assert (response.status_code, mailoutbox) == (422, [])
    assert f'href="#id_{name}"' in response.text
    assert all(value in response.text for field, value in WORDS.items() if field != name)


@pytest.mark.parametrize(
    ("words", "headers", "status_code"),
    [
        ({}, {"origin": "https://elsewhere.example"}, 403),
        ({}, {}, 403),
        ({"website": "http://spam.example"}, {"origin": "http://testserver"}, 400),
        ({"text": "x" * 100_000}, {"origin": "http://testserver"}, 422),
        ({"email": "ada@example.org\r\nBcc: all@example.org"}, {"origin": "http://testserver"}, 422),
    ],
    ids=["another site", "no origin", "the trap", "too long", "a header in the address"],
)
def test_a_message_that_may_not_be_sent_is_not(client, mailoutbox, words, headers, status_code):
    response = client.post(contact_address(create_project()), WORDS | words, headers=headers)

    assert (response.status_code, mailoutbox, Message.objects.count()) == (status_code, [], 0)


def test_control_characters_do_no_harm(client, mailoutbox):
    project = create_project(title="A title\nBcc: all@example.org")

    response = client.post(
        contact_address(project), WORDS | {"name": "A\x00da\r\n", "text": "Hi\x00 \u202ethere"}, **FROM_HERE
    )

    assert response.status_code == 200
    assert "Hi there" in mailoutbox[0].body
    assert "\n" not in mailoutbox[0].subject


def test_six_messages_in_an_hour_are_too_many(client, mailoutbox):
    project = create_project()

    answers = [client.post(contact_address(project), WORDS, **FROM_HERE) for _ in range(6)]

    assert [answer.status_code for answer in answers] == [200] * 5 + [429]
    assert (answers[-1].headers["Retry-After"], len(mailoutbox)) == ("3600", 5)


def test_a_draft_has_no_contact_page(client):
    assert client.get(contact_address(create_project(published_at=None))).status_code == 404


def test_opening_the_link_changes_nothing(client):
    project = create_project(contact_email="role@example.org")

    client.get(link_of(project))
    client.head(link_of(project))
    project.refresh_from_db()

    assert (project.checked_on, Message.objects.count()) == (None, 0)


def test_still_right_sets_the_date(client):
    project = create_project(contact_email="role@example.org")

    client.post(link_of(project), {"answer": "right"}, **FROM_HERE)
    project.refresh_from_db()

    assert project.checked_on == timezone.localdate()


def test_needs_a_change_keeps_the_words_for_staff(client):
    project = create_project(contact_email="role@example.org")

    client.post(link_of(project), {"answer": "change", "text": "It ended in 2019."}, **FROM_HERE)
    project.refresh_from_db()

    message = Message.objects.get()
    assert (message.kind, message.text, project.checked_on) == ("change", "It ended in 2019.", None)


def test_needs_a_change_asks_for_words(client):
    project = create_project(contact_email="role@example.org")

    response = client.post(link_of(project), {"answer": "change", "text": " "}, **FROM_HERE)

    assert (response.status_code, "Write what needs to change" in response.text) == (422, True)


def test_a_link_dies_with_the_mailbox_it_was_sent_to(client):
    project = create_project(contact_email="role@example.org")
    address = link_of(project)
    project.contact_email = "other@example.org"
    project.save()

    assert client.post(address, {"answer": "right"}, **FROM_HERE).status_code == 410


def test_an_altered_link_does_nothing(client):
    project = create_project(contact_email="role@example.org")

    assert client.get(link_of(project)[:-3] + "xx/").status_code == 404


def test_a_link_that_is_too_old_says_so(client, monkeypatch):
    address = link_of(create_project(contact_email="role@example.org"))
    monkeypatch.setattr(mail, "ANSWER_WITHIN", timedelta(seconds=-1))

    assert client.get(address).status_code == 410


def test_another_site_cannot_press_the_button(client):
    project = create_project(contact_email="role@example.org")

    response = client.post(
        link_of(project), {"answer": "right"}, headers={"origin": "https://elsewhere.example"}
    )
    project.refresh_from_db()

    assert (response.status_code, project.checked_on) == (403, None)


def test_words_that_did_not_come_from_our_page_are_not_taken_and_not_lost(client):
    project = create_project(contact_email="role@example.org")

    response = client.post(link_of(project), {"answer": "change", "text": "It ended in 2019."})

    assert (response.status_code, Message.objects.count()) == (403, 0)
    assert "It ended in 2019." in response.text


def test_the_command_asks_those_whose_check_is_old(mailoutbox, capsys):
    create_project(contact_email="old@example.org", checked_on="2020-01-01")
    create_project(contact_email="never@example.org")
    create_project(contact_email="new@example.org", checked_on=timezone.localdate())
    create_project(contact_email="draft@example.org", published_at=None)
    create_project(contact_email="")

    call_command("ask_still_right")

    assert {message.to[0] for message in mailoutbox} == {"old@example.org", "never@example.org"}
    assert "2 of 2 asked" in capsys.readouterr().out


def test_the_command_can_say_whom_it_would_ask(mailoutbox, capsys):
    create_project(contact_email="never@example.org")

    call_command("ask_still_right", dry_run=True)

    assert (mailoutbox, "1 of 1 to ask" in capsys.readouterr().out) == ([], True)


def test_the_mailed_link_opens_the_page(client, mailoutbox):
    project = create_project(contact_email="role@example.org")
    mail.ask_still_right(project)
    address = next(word for word in mailoutbox[0].body.split() if "/still-right/" in word)

    response = client.get(address.removeprefix("http://hub.example.org"))

    assert (response.status_code, response.context["project"]) == (200, project)


def test_messages_are_forgotten_after_six_months():
    project, now = create_project(), timezone.now()
    for days in (1, 200):
        Message.objects.create(
            project=project, kind="question", text=f"{days}", sent_at=now - timedelta(days=days)
        )

    call_command("forget_messages", verbosity=0)

    assert [message.text for message in Message.objects.all()] == ["1"]
