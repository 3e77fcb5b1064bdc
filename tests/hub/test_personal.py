"""P1, P2, P4: where a person's address and network address go, and that they can be had and be erased."""

import json
from io import StringIO

import pytest
from django.apps import apps
from django.contrib.admin.models import CHANGE, LogEntry
from django.core.cache import cache
from django.core.mail import EmailMessage
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from alerts.models import Digest, Run, Subscriber, Subscription
from comments.models import BlockedSender, Follow
from content.erasures import erase_again, erase_everywhere, person_key, remembered_erasures
from hub.logs import JsonLine
from hub.mail import QueueBackend
from hub.models import QueuedMail
from places.models import Message
from publications.models import FormatRequest
from tests.comments.visitor import own_page, press, send_comment
from tests.factories import create_comment
from tests.pages import create_everything, every_form, every_page
from tests.staff import create_staff

pytestmark = pytest.mark.django_db
EMAIL, NAME, WORDS = "marked.person@example.org", "Marquita Markt", "Marked words of mine"
ADDRESS = "203.0.113.77"


@pytest.fixture(autouse=True)
def apart(settings, tmp_path):
    settings.ERASURES_FILE = tmp_path / "erasures.txt"
    settings.COMMENTS_MIN_SECONDS = 0


def columns_with(*marks):
    """Return every column, as app.model.field, in which one of the marks stands, whatever its letter case."""
    found = set()
    for model in apps.get_models():
        for row in model._base_manager.values():
            for name, value in row.items():
                text = bytes(value).decode("latin-1") if isinstance(value, bytes | memoryview) else str(value)
                if any(mark.lower() in text.lower() for mark in marks):
                    found.add(f"{model._meta.label_lower}.{name}")
    return found


def public_answers(made):
    """Yield the text of every page, its feed, and the API."""
    client = Client()
    for address in [*every_page(made).values(), *every_form(made).values()]:
        yield client.get(address).text
        yield client.get(f"{address}feed/").text
    for name in ["comments", "articles", "projects"]:
        yield client.get(f"/api/v1/{name}/").text


def files_with(folder, *marks):
    """Return the files below a folder that hold one of the marks."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    return [path for path in files if any(mark.encode() in path.read_bytes() for mark in marks)]


@pytest.fixture
def written(settings, tmp_path, mailoutbox, caplog):
    """What is there after somebody has commented, from a marked address, and the comment was approved."""
    caplog.set_level("INFO")
    settings.SEARCH_DIR, settings.MEDIA_ROOT = tmp_path / "search", tmp_path / "media"
    made = create_everything()
    article = made["articles"]["insight"]
    visitor = Client(REMOTE_ADDR=ADDRESS)
    visitor.post("/admin/login/", {"username": "guessed", "password": "wrong"})
    send_comment(visitor, article, name=NAME, email=EMAIL, comment=WORDS)
    comment = article_comment()
    comment.confirm([], show=True)
    return made, comment


def article_comment():
    return apps.get_model("comments", "HubComment").objects.get(user_name=NAME)


def test_address_of_a_writer_is_in_one_column(written):
    assert columns_with(EMAIL) == {"django_comments.comment.user_email"} | inherited("user_email")


def inherited(field):
    """The same column, as the models see it that inherit the table."""
    return {f"django_comments_xtd.xtdcomment.{field}", f"comments.hubcomment.{field}"}


def test_network_address_is_in_no_column(written):
    assert columns_with(ADDRESS) == set()


def test_neither_is_in_a_public_answer(written):
    made, _ = written
    answers = list(public_answers(made))

    assert any(WORDS in text for text in answers)  # there is something to leak
    assert [text for text in answers if EMAIL in text or ADDRESS in text] == []


def test_neither_is_in_a_file_the_cache_or_the_log(written, tmp_path, caplog):
    made, _ = written
    list(public_answers(made))
    log = "\n".join(JsonLine().format(record) for record in caplog.records)

    assert files_with(tmp_path, EMAIL, ADDRESS) == []
    assert [
        key for key, kept in cache._cache.items() if EMAIL.encode() in kept or ADDRESS.encode() in kept
    ] == []
    assert log
    assert (EMAIL in log, ADDRESS in log) == (False, False)


def test_mail_says_nothing_of_the_network_address(written, mailoutbox):
    assert [message.to for message in mailoutbox] == [[EMAIL]]
    assert ADDRESS not in mailoutbox[0].message().as_string()
    assert WORDS not in mailoutbox[0].message().as_string()


def test_mark_that_was_planted_would_be_found(written, tmp_path):
    """The control: the same searches find what is put there."""
    made, comment = written
    type(comment).objects.filter(pk=comment.pk).update(
        held_because=f"{EMAIL} {ADDRESS}", comment=EMAIL, html=EMAIL
    )
    (tmp_path / "note.txt").write_text(EMAIL)

    assert "comments.hubcomment.held_because" in columns_with(ADDRESS)
    assert any(EMAIL in text for text in public_answers(made))
    assert files_with(tmp_path, EMAIL) == [tmp_path / "note.txt"]


def leave_traces(made):
    """Leave something of one person in every place that keeps any; return their comment."""
    comment = create_comment(
        made["articles"]["insight"], user_email=EMAIL, user_name=NAME, comment=WORDS, followup=True
    )
    create_comment(answers=comment, comment="A reply.")
    discussion, now = comment.discussion, timezone.now()
    Follow.objects.create(discussion=discussion, email=EMAIL, email_key=person_key(EMAIL), told_up_to=now)
    BlockedSender.objects.create(value=EMAIL)
    subscriber = Subscriber.objects.create(email=EMAIL, email_key=person_key(EMAIL))
    Subscription.objects.create(subscriber=subscriber, address="/news/", confirmed_at=now)
    run = Run.objects.create(until=now, finished_at=now)
    Digest.objects.create(run=run, subscriber=subscriber, subject="New", text=EMAIL)
    Message.objects.create(project=made["project"], kind="question", name=NAME, email=EMAIL, text=WORDS)
    FormatRequest.objects.create(file=made["file"], format="word", email=EMAIL, message=WORDS)
    QueueBackend().send_messages([EmailMessage("For you", f"Dear {NAME}", "hub@example.org", [EMAIL])])
    QueueBackend().send_messages(
        [EmailMessage("About", f"{EMAIL} wrote", "hub@example.org", ["mod@example.org"])]
    )
    LogEntry.objects.create(
        user=create_staff(f"staff-{comment.pk}"), action_flag=CHANGE, object_repr=EMAIL, change_message=EMAIL
    )
    return comment


PLACES = {"comments", "alerts", "places", "publications", "hub"}


def test_export_is_one_command_and_complete():
    leave_traces(create_everything())
    out = StringIO()

    call_command("export_person", EMAIL.upper(), stdout=out)

    kept = json.loads(out.getvalue())
    assert set(kept) == PLACES | {"email"}
    assert [room for room in PLACES if not kept[room]] == []
    assert (len(kept["comments"]["comments"]), len(kept["comments"]["follows"])) == (1, 1)
    assert kept["comments"]["blocked"]
    assert len(kept["hub"]) == 2


def test_every_column_that_knows_an_address_belongs_to_a_room_that_hands_it_over():
    """A new place that keeps an address has to be in the export, and in the erasure."""
    leave_traces(create_everything())

    apps_of_columns = {column.split(".")[0] for column in columns_with(EMAIL)}

    assert apps_of_columns - {"django_comments", "django_comments_xtd", "admin"} == PLACES


@pytest.mark.parametrize("by", ["command", "own link"])
def test_erasure_leaves_no_trace_and_a_readable_thread(client, by):
    comment = leave_traces(create_everything())
    assert columns_with(EMAIL, NAME, WORDS)

    if by == "command":
        call_command("erase_person", EMAIL, stdout=StringIO())
    else:
        assert press(client, own_page(comment), erase="1", sure="1").status_code == 200

    assert columns_with(EMAIL, NAME, WORDS) == set()
    page = client.get(comment.discussion.get_absolute_url()).text
    assert "A reply." in page
    assert "removed" in page


def test_erasure_by_own_link_asks_once_more(client):
    comment = create_comment(user_email=EMAIL)

    page = press(client, own_page(comment), erase="1")

    assert "nothing is erased yet" in page.text
    assert columns_with(EMAIL)


def test_erasure_by_own_link_must_come_from_our_page(client):
    comment = create_comment(user_email=EMAIL)

    response = client.post(
        own_page(comment), {"erase": "1", "sure": "1"}, headers={"Origin": "https://evil.example"}
    )

    assert (response.status_code, bool(columns_with(EMAIL))) == (403, True)


def test_erasure_leaves_others_alone():
    made = create_everything()
    leave_traces(made)
    other = create_comment(made["articles"]["insight"], user_email=f"x{EMAIL}", comment="Theirs.")
    QueueBackend().send_messages([EmailMessage("For you", "Dear X", "hub@example.org", [f"x{EMAIL}"])])

    erase_everywhere(EMAIL)

    other.refresh_from_db()
    assert (other.user_email, other.comment) == (f"x{EMAIL}", "Theirs.")
    assert list(QueuedMail.objects.values_list("recipients", flat=True)) == [[f"x{EMAIL}"]]


def test_erasure_is_done_again_when_a_backup_brings_it_back():
    leave_traces(create_everything())
    erase_everywhere(EMAIL)
    leave_traces(create_everything())

    assert erase_again(remembered_erasures()) == 1
    assert columns_with(EMAIL, NAME, WORDS) == set()
