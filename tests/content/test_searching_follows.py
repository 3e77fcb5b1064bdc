"""The index follows the database's clock, however something was written."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core import serializers
from django.core.management import call_command
from django.tasks import default_task_backend
from django.utils import timezone

from content.searching import UnavailableError, last_look, rebuild, search
from hub.searching import SOURCES
from hub.tasks import update_search_index
from publications.models import Publication
from tests.factories import create_article, create_person, create_publication, yesterday

pytestmark = pytest.mark.django_db


def titles(text=""):
    return sorted(hit.title for hit in search(text).hits)


def withdraw(publication):
    Publication.objects.filter(pk=publication.pk).update(withdrawn_at=yesterday())


def remove(publication):
    publication.removed_at = yesterday()
    publication.save()


def unpublish(publication):
    Publication.objects.filter(pk=publication.pk).update(published_at=None)


@pytest.mark.parametrize("take_away", [withdraw, remove, unpublish])
def test_catch_up_forgets_what_left(catch_up, take_away):
    publication = create_publication(title="Gone")
    create_publication(title="Here")
    catch_up()

    take_away(publication)
    catch_up()

    assert titles() == ["Here"]


def test_catch_up_reads_only_what_changed(catch_up):
    create_article()
    changed = create_publication(title="Old")
    catch_up()

    changed.title = "New"
    changed.save()

    assert catch_up().written == 1
    assert titles("new") == ["New"]
    assert catch_up().written == 0


def test_catch_up_sees_a_transaction_that_commits_late(catch_up):
    catch_up()
    late = create_publication(title="Late")
    Publication.objects.filter(pk=late.pk).update(changed_at=timezone.now() - timedelta(minutes=10))

    catch_up()

    assert titles() == ["Late"]


def test_thorough_catch_up_finds_what_was_written_with_an_old_clock(catch_up):
    catch_up()
    old = create_publication(title="From a backup")
    Publication.objects.filter(pk=old.pk).update(changed_at=timezone.now() - timedelta(days=300))

    catch_up()
    assert titles() == []
    catch_up(thorough=True)

    assert titles() == ["From a backup"]


def test_thorough_catch_up_forgets_rows_that_were_deleted(catch_up):
    create_publication(title="Here")
    publication = create_publication(title="Deleted")
    catch_up()
    publication.delete()

    catch_up(thorough=True)

    assert titles() == ["Here"]


def test_catch_up_covers_loaddata(catch_up, tmp_path):
    publication = create_publication(title="From a fixture")
    fixture = tmp_path / "one.json"
    fixture.write_text(
        serializers.serialize("json", [publication], fields=["title", "slug", "type", "published_at"])
    )
    publication.delete()
    catch_up()

    call_command("loaddata", fixture, verbosity=0)
    catch_up()

    assert titles() == ["From a fixture"]


def test_catch_up_follows_people_who_have_no_clock(catch_up):
    person = create_person(family_name="Before")
    catch_up()
    person.family_name = "After"
    person.save()
    catch_up()
    assert titles("after") == ["Ada After"]

    person.delete()
    catch_up()

    assert titles() == []


def test_catch_up_within_a_limit_goes_on_where_it_stopped(catch_up):
    for _ in range(5):
        create_publication()

    runs = 0
    while not catch_up(within=1e-9 if runs < 3 else 10).done:
        runs += 1
        assert runs < 10

    assert len(titles()) == 5
    assert runs == 3


def test_catch_up_leaves_it_to_another_process(catch_up, settings):
    catch_up()
    from content.searching import store  # noqa: PLC0415 - the lock is nobody else's business

    with store.writing(wait=True):
        assert catch_up(wait=False).busy


def test_rebuild_makes_the_same_index_and_removes_the_old_folder(catch_up, settings):
    create_publication(title="One")
    catch_up()
    before = (settings.SEARCH_DIR / "current").resolve()

    rebuild(SOURCES)

    assert titles() == ["One"]
    assert not before.exists()
    assert sorted(path.name for path in settings.SEARCH_DIR.iterdir() if not path.is_symlink()) == sorted(
        ["lock", (settings.SEARCH_DIR / "current").resolve().name]
    )


@pytest.mark.parametrize("damage", ["meta", "segments", "position"])
def test_a_damaged_index_is_noticed_and_made_again(catch_up, settings, damage):
    create_publication(title="One")
    catch_up()
    live = settings.SEARCH_DIR / "current"
    if damage == "meta":
        (live / "items" / "meta.json").write_text("{")
    elif damage == "position":
        (live / "position.json").write_text("nonsense")
    else:
        for path in (live / "items").glob("*.*"):
            if path.name not in {"meta.json", ".managed.json"}:
                path.write_bytes(path.read_bytes()[:10])
        (live / "items" / "meta.json").touch()

    with pytest.raises(UnavailableError):
        search("one")
    catch_up()

    assert titles("one") == ["One"]


def test_last_look_is_never_without_an_index(settings, tmp_path):
    settings.SEARCH_DIR = tmp_path / "nothing"

    assert last_look() == float("inf")


def test_the_command_catches_up_and_rebuilds(catch_up, capsys):
    create_publication(title="One")

    call_command("update_search_index")
    call_command("update_search_index", "--rebuild")
    call_command("update_search_index", "--quick")

    assert capsys.readouterr().out.splitlines() == [
        "1 items indexed, 0 removed", "1 items indexed, 0 removed", "0 items indexed, 0 removed"
    ]  # fmt: skip
    assert titles() == ["One"]


def test_worker_catches_up(catch_up):
    catch_up()
    create_publication(title="Zanzibar")

    assert update_search_index.func() == 1
    assert titles("zanzibar") == ["Zanzibar"]


def test_command_leaves_it_to_a_worker():
    default_task_backend.clear()

    call_command("update_search_index", later=True, stdout=StringIO())

    assert [result.task.name for result in default_task_backend.results] == ["update_search_index"]
