"""Programs and people at the comment box, with a clock that is set by hand, so that hours pass in seconds."""

import heapq
import re
import secrets
from datetime import UTC, datetime, timedelta

from django import forms
from django.test import Client

from comments.forms import comment as comment_form
from comments.models import HubComment
from content import visiting
from tests.comments.visitor import HERE, links_in
from tests.factories import create_article

START = datetime(2026, 3, 10, 9, tzinfo=UTC)
LINK = "https://pills.example/{n} "
OLD_BROWSER = {"Referer": "http://testserver/insight/"}
NEW_BROWSER = HERE | {"Sec-Fetch-Site": "same-origin"}


class Clock:
    def __init__(self, monkeypatch):
        self.now = START
        monkeypatch.setattr("django.utils.timezone.now", lambda: self.now)
        monkeypatch.setattr("time.time", lambda: self.now.timestamp())

    def wait(self, seconds):
        self.now += timedelta(seconds=seconds)


class Program:
    """Sends comments, each from another network and under another name."""

    def __init__(self, box, clock, mailoutbox):
        self.box, self.clock, self.mailbox = box, clock, mailoutbox
        self.kept = self.stamp(Client())

    def stamp(self, client):
        return client.get(f"{self.box}stamp/").text

    def attack(self, kind, times):
        """Try so often; return how many tries reached the moderators."""
        for n in range(times):
            client = Client(REMOTE_ADDR=f"10.{n % 250}.{n // 250}.7")
            said = {
                "comment": f"Buy {n}.",
                "name": f"Bot {n}",
                "email": f"bot-{n}@{n}.example",
                "website": "",
            }
            said, headers = getattr(self, kind)(client, n, said)
            client.post(self.box, said, headers=headers)
            for message in self.mailbox:
                client.post(links_in(message)["confirm"], headers=HERE)
            self.mailbox.clear()
            self.clock.wait(4)
        return HubComment.objects.exclude(state=HubComment.State.UNCONFIRMED).count()

    def blind_post(self, client, n, said):
        """Has never seen the page: sends what the fields are called."""
        return said | {"stamp": secrets.token_urlsafe(60)}, {}

    def field_filler(self, client, n, said):
        stamp = self.stamp(client)
        self.clock.wait(20)
        return said | {"stamp": stamp, "website": LINK.format(n=n)}, NEW_BROWSER

    def token_replayer(self, client, n, said):
        return said | {"stamp": self.kept}, NEW_BROWSER

    def fast_browser(self, client, n, said):
        stamp = self.stamp(client)
        self.clock.wait(1)
        return said | {"stamp": stamp}, NEW_BROWSER

    def link_spammer(self, client, n, said):
        stamp = self.stamp(client)
        self.clock.wait(30)
        return said | {"stamp": stamp, "comment": LINK.format(n=n) * 10}, NEW_BROWSER


def no_proof_of_origin_and_no_trap(monkeypatch):
    monkeypatch.setattr(visiting.VisitorForm, "clean", forms.Form.clean)


def stamp_of_any_kind(monkeypatch):
    no_proof_of_origin_and_no_trap(monkeypatch)
    monkeypatch.setattr(comment_form, "read_token", lambda *args: [secrets.token_urlsafe(16)])
    monkeypatch.setattr(comment_form, "token_age", lambda stamp: 60)


GATES = {  # what stops each kind, and how to take it away
    "blind_post": stamp_of_any_kind,
    "field_filler": no_proof_of_origin_and_no_trap,
    "token_replayer": stamp_of_any_kind,
    "fast_browser": lambda monkeypatch: monkeypatch.setattr("django.conf.settings.COMMENTS_MIN_SECONDS", 0),
    "link_spammer": lambda monkeypatch: monkeypatch.setattr(comment_form, "MOST_LINKS", 100),
}


def person(n, page, box, mailbox, chance):
    """Be one reader who writes, a generator of the seconds until the next thing they do."""
    client = Client(REMOTE_ADDR=f"198.51.{n // 8}.9")  # eight in each town hall
    headers = [NEW_BROWSER, HERE, OLD_BROWSER, {"Sec-Fetch-Site": "same-origin"}][n % 4]
    html = client.get(page).text
    stamp = re.search(r'name="stamp" value="([^"]+)"', html)[1]
    said = {"stamp": stamp, "comment": f"Our street, number {n}.", "name": f"Reader {n}", "website": ""}
    said |= {"email": f"reader-{n}@hall-{n // 8}.example", "group": "", "followup": "on"}
    if n % 5 == 0:
        said["comment"] += " See https://one.example/ and https://two.example/."
    yield 4 if n % 7 == 0 else chance.expovariate(1 / 300) + 5  # some have three words to say
    if n % 6 == 0:  # forgets the name, is told, and sends the form that came back
        answer = client.post(box, said | {"name": ""}, headers=headers)
        assert answer.status_code == 200, answer.text
        said["stamp"] = re.search(r'name="stamp" value="([^"]+)"', answer.text)[1]
        yield 20
    for _ in range(1 + (n % 9 == 0)):  # and some press the button twice
        answer = client.post(box, said, headers=headers)
        assert answer.status_code == 302, answer.text
    yield chance.expovariate(1 / 1800) + (86400 if n % 11 == 0 else 30)  # some look at their mail tomorrow
    mine = [message for message in mailbox if message.to == [said["email"]]]
    assert len(mine) == 1
    link = links_in(mine[0])["confirm"]
    assert "<button" in client.get(link).text
    assert client.post(link, headers=headers).status_code == 302


def live(clock, people, chance):
    """Let everybody do their next thing in the order of time. A hall's eight come within half an hour."""
    queue = [
        (clock.now + timedelta(seconds=n // 8 * 300 + chance.uniform(0, 1800)), n, someone)
        for n, someone in enumerate(people)
    ]
    heapq.heapify(queue)
    while queue:
        clock.now, n, someone = heapq.heappop(queue)
        wait = next(someone, None)
        if wait:
            heapq.heappush(queue, (clock.now + timedelta(seconds=wait), n, someone))


class Aimer:
    """Has us write to strangers, by each of the three forms that mail whoever is named in them."""

    def __init__(self, clock, mailoutbox):
        self.clock, self.mailbox, self.moments = clock, mailoutbox, []
        self.articles = [create_article(published_at=START).pk for _ in range(8)]

    def aim(self, n, address, stranger):
        client = Client(REMOTE_ADDR=address)
        thread = f"/comments/on/articles.article/{self.articles[n // 3 % 8]}/"
        if n % 3 == 0:
            stamp = client.get(f"{thread}stamp/").text
            self.clock.wait(4)
            client.post(
                thread, {"stamp": stamp, "comment": f"{n}", "name": "N", "email": stranger}, headers=HERE
            )
        elif n % 3 == 1:
            client.post(f"{thread}follow/", {"email": stranger}, headers=HERE)
        else:
            said = {"list": f"/news/?year={1900 + n}", "email": stranger, "frequency": "daily"}
            client.post("/alerts/new/", said, headers=HERE)
        self.moments += [self.clock.now] * (len(self.mailbox) - len(self.moments))
        self.clock.wait(10)

    def most_in_an_hour(self):
        hour = timedelta(hours=1)
        return max(sum(since <= at < since + hour for at in self.moments) for since in self.moments)
