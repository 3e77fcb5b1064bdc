import re

import pytest
from django.core import mail
from django.utils.html import escape

from alerts.models import Subscriber, Subscription
from comments.models import MailStop, Tally
from comments.models.comment import email_key
from tests.comments.visitor import HERE
from tests.factories import create_groups

pytestmark = pytest.mark.django_db
NEWS = "/news/?for=councillors"


def ask(client, address="ada@example.org", followed=NEWS, headers=HERE, **fields):
    said = {"list": followed, "email": address, "frequency": "daily"} | fields
    return client.post("/alerts/new/", said, headers=headers)


def links(message):
    return re.findall(r"http://hub\.example\.org(/alerts/\S+)", message.body)


def confirm(client):
    return client.post(links(mail.outbox[-1])[0], headers=HERE)


def test_list_page_offers_alerts_on_itself(client):
    create_groups()

    html = client.get(NEWS).content.decode()

    assert 'href="/alerts/new/?list=%2Fnews%2F%3Ffor%3Dcouncillors"' in html


def test_form_names_the_list(client):
    html = client.get("/alerts/new/", {"list": NEWS}).content.decode()

    assert "News for councillors" in html


def test_asking_mails_a_link_and_begins_nothing(client):
    response = ask(client)

    assert response.status_code == 200
    assert [message.to for message in mail.outbox] == [["ada@example.org"]]
    assert "News for councillors" in mail.outbox[0].body
    assert not Subscription.objects.live().exists()


def test_confirmation_comes_as_html_too_and_is_no_bulk_mail(client):
    ask(client)
    message = mail.outbox[0]

    assert escape(links(message)[0]) in message.alternatives[0].content
    assert "List-Unsubscribe" not in message.extra_headers


def test_only_the_button_confirms(client):
    ask(client)
    link = links(mail.outbox[0])[0]
    for method in ["get", "head", "options"]:
        getattr(client, method)(link)
    assert not Subscription.objects.live().exists()

    response = client.post(link, headers=HERE)

    assert response.status_code == 302
    assert Subscription.objects.live().count() == 1


def test_confirming_again_changes_nothing(client):
    ask(client)
    confirm(client)
    before = Subscription.objects.values().get()
    confirm(client)

    assert Subscription.objects.values().get() == before


def test_confirming_from_another_site_is_refused(client):
    ask(client)

    response = client.post(links(mail.outbox[0])[0], headers={"Origin": "http://evil.example"})

    assert response.status_code == 403
    assert not Subscription.objects.live().exists()


@pytest.mark.parametrize("token", ["x", "WzFd:1abcde:" + "x" * 43, "a" * 5000, "%00"])
def test_made_up_links_open_nothing(client, token):
    for name in ["confirm", "mine", "stop"]:
        assert client.post(f"/alerts/{name}/{token}/", headers=HERE).status_code == 404


def test_link_for_one_purpose_opens_no_other(client):
    ask(client)
    token = links(mail.outbox[0])[0].split("/")[-2]

    assert client.post(f"/alerts/stop/{token}/").status_code == 404


def test_link_is_short_and_says_nothing_of_the_person(client):
    ask(client)
    link = links(mail.outbox[0])[0]

    assert len("http://hub.example.org" + link) <= 120
    assert "ada" not in link


def test_link_to_a_forgotten_request_is_explained(client):
    ask(client)
    Subscription.objects.all().delete()

    assert confirm(client).status_code == 410


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"address": ""}, "Enter your e-mail address"),
        ({"address": "ada"}, "Enter an e-mail address with an @ sign"),
        ({"address": "a\x00@example.org"}, "to put right"),
        ({"address": "a" * 100_000 + "@example.org"}, "Enter a shorter e-mail address"),
        ({"frequency": "hourly"}, "Choose once a day or once a week"),
        ({"website": "x"}, "A hidden box was filled in"),
        ({"headers": {"Origin": "http://evil.example"}}, "did not tell us"),
        ({"headers": {}}, "did not tell us"),
    ],
)
def test_wrong_input_is_explained_and_mails_nobody(client, fields, said):
    html = ask(client, **fields).content.decode()

    assert said in html
    assert mail.outbox == []


TOO_LONG = "/news/?" + "&".join(f"topic={'x' * 90}{n}" for n in range(20))


@pytest.mark.parametrize(
    "followed",
    [
        *["", "/about/", "/nowhere/", "/for/nobody/", "/admin/", "news", "\x00", TOO_LONG],
        *["//evil.example/news/", "http://evil.example/news/", "http://["],
    ],
)
def test_only_our_lists_can_be_followed(client, followed):
    assert client.get("/alerts/new/", {"list": followed}).status_code == 404
    assert ask(client, followed=followed).status_code == 404
    assert mail.outbox == []


def test_unknown_parameters_are_left_out(client):
    ask(client, followed="/news/?utm_source=x&for=councillors&for=councillors&topic=&page=3")

    assert Subscription.objects.get().address == NEWS


def test_equal_lists_are_one_subscription(client):
    ask(client, followed="/news/?topic=trust&for=councillors")
    ask(client, followed="/news/?for=councillors&topic=trust", address="ADA@example.org ")

    assert (Subscriber.objects.count(), Subscription.objects.count()) == (1, 1)


def test_answer_is_the_same_for_an_address_that_we_know(client):
    first = ask(client)
    confirm(client)
    second = ask(client)

    assert first.content == second.content


def an_hour_passes():
    Tally.objects.all().delete()


def test_one_address_gets_at_most_three_of_these_mails_an_hour_and_five_a_day(client):
    first = [ask(client, followed=f"/news/?year={2000 + n}").status_code for n in range(5)]
    an_hour_passes()
    later = [ask(client, followed=f"/news/?year={2010 + n}").status_code for n in range(3)]

    assert first == [200] * 3 + [429] * 2
    assert later == [200] * 2 + [429]
    assert len(mail.outbox) == 5


def test_one_computer_causes_at_most_ten_of_these_mails_an_hour_and_twenty_a_day(client):
    sent = []
    for hour in range(3):
        for n in range(12):
            ask(client, address=f"reader{hour}-{n}@example.org")
        sent.append(len(mail.outbox))
        an_hour_passes()

    assert sent == [10, 20, 20]


def test_stranger_whose_address_was_typed_is_left_in_peace_for_good(client):
    ask(client)
    never = links(mail.outbox[0])[1]
    assert client.get(never).status_code == 200
    assert not MailStop.objects.exists()

    client.post(never, headers=HERE)
    ask(client, followed="/insight/")

    assert MailStop.covers("ada@example.org")
    assert len(mail.outbox) == 1


def test_address_that_wants_no_mail_gets_none(client):
    MailStop.objects.create(email_key=email_key("ada@example.org"))

    assert ask(client).status_code == 200
    assert mail.outbox == []


def test_pages_leave_no_cookie(client):
    ask(client)
    link = links(mail.outbox[0])[0]
    answers = [client.get("/alerts/new/", {"list": NEWS}), ask(client), client.get(link), confirm(client)]

    assert not any(answer.cookies for answer in answers)
