"""R13, R14, P2: a backup is restored whole or refused whole, and forgets who was erased."""

import json
import shutil

import pytest
from django.apps import apps
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper

from articles.models import Article
from content.erasures import erase_everywhere
from content.models import Topic
from hub.backup import BackupError, copy_database, read_manifest, restore, restoring, write_backup
from hub.backup.rows import LEFT_OUT, Digest, digest_of, insert_rows, tables
from tests.factories import create_article, create_comment, create_topic
from tests.pages import create_everything

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def other_databases(monkeypatch, django_db_blocker):
    """Let the snapshot and the copy be opened, which tests may not do by themselves."""
    monkeypatch.setattr(BaseDatabaseWrapper, "ensure_connection", django_db_blocker._real_ensure_connection)


@pytest.fixture
def backup(tmp_path, settings):
    """Return the folder of a backup of a Hub with one of everything and two files."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.ERASURES_FILE = tmp_path / "erasures.txt"
    (settings.MEDIA_ROOT / "covers").mkdir(parents=True)
    (settings.MEDIA_ROOT / "covers" / "one.png").write_bytes(b"picture")
    (settings.MEDIA_ROOT / "two.pdf").write_bytes(b"%PDF")
    create_everything()
    write_backup(tmp_path / "backup")
    return tmp_path / "backup"


def hashes():
    return {model._meta.label_lower: digest_of(model, "default") for model in tables()}


def test_restored_rows_and_files_are_what_was_backed_up(backup, settings):
    before = hashes()
    Article.objects.all().delete()
    shutil.rmtree(settings.MEDIA_ROOT)
    restore(backup, replace=True)

    assert hashes() == before
    assert (settings.MEDIA_ROOT / "covers" / "one.png").read_bytes() == b"picture"


def test_difference_in_one_row_would_be_seen(backup):
    before = hashes()
    Topic.objects.update(summary="changed")

    assert hashes() != before


def test_rows_can_be_added_after_a_restore(backup):
    restore(backup, replace=True)
    create_topic(name="afterwards", slug="afterwards")

    assert Topic.objects.filter(slug="afterwards").exists()


def test_database_with_content_is_not_overwritten_by_mistake(backup):
    before = hashes()

    with pytest.raises(BackupError, match="content already"):
        restore(backup)
    assert hashes() == before


def cut_a_table(backup):
    table = backup / "tables" / "articles.article.jsonl"
    table.write_text(table.read_text()[:-40])


def change_a_row(backup):
    table = backup / "tables" / "articles.article.jsonl"
    table.write_text(table.read_text().replace("Standfirst", "Slandfirst", 1))


def lose_a_table(backup):
    (backup / "tables" / "places.place.jsonl").unlink()


def change_a_file(backup):
    (backup / "media" / "two.pdf").write_bytes(b"%PDX")


def lose_a_file(backup):
    (backup / "media" / "covers" / "one.png").unlink()


def lose_the_manifest(backup):
    (backup / "manifest.json").unlink()


def break_the_manifest(backup):
    (backup / "manifest.json").write_text("{")


def edit_manifest(backup, **parts):
    manifest = json.loads((backup / "manifest.json").read_text())
    (backup / "manifest.json").write_text(json.dumps(manifest | parts))


def come_from_elsewhere(backup):
    edit_manifest(backup, format="somebody's backup")


def come_from_another_version(backup):
    edit_manifest(backup, migrations=["articles.0001_initial"])


def lead_out_of_the_folder(backup):
    edit_manifest(backup, files={"../../../etc/passwd": "0" * 64})


FAULTS = [
    cut_a_table, change_a_row, lose_a_table, change_a_file, lose_a_file, lose_the_manifest,
    break_the_manifest, come_from_elsewhere, come_from_another_version, lead_out_of_the_folder,
]  # fmt: skip


@pytest.mark.parametrize("spoil", FAULTS, ids=lambda fault: fault.__name__)
def test_backup_that_is_damaged_or_foreign_is_refused_whole(backup, settings, spoil):
    spoil(backup)
    before = hashes()

    with pytest.raises(BackupError):
        restore(backup, replace=True)
    assert hashes() == before


def test_row_that_does_not_fit_undoes_everything(backup):
    """The hash of the backup is right, but the database refuses what is in it."""
    table = backup / "tables" / "content.topic.jsonl"
    twice = table.read_text() * 2
    table.write_text(twice)
    digest = Digest()
    for line in twice.splitlines():
        digest.add(line)
    tables = read_manifest(backup)["tables"] | {"content.topic": digest.as_values()}
    edit_manifest(backup, tables=tables)
    before = hashes()

    with pytest.raises(BackupError, match="refused a row"):
        restore(backup, replace=True)
    assert hashes() == before


def test_backup_never_replaces_another(backup):
    with pytest.raises(CommandError, match="is there already"):
        call_command("backup", backup)


def test_failed_backup_leaves_nothing_behind(tmp_path, settings, monkeypatch):
    settings.MEDIA_ROOT = tmp_path / "media"
    monkeypatch.setattr("hub.backup.writing.write_files", lambda *_: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        write_backup(tmp_path / "backups" / "one")
    assert list((tmp_path / "backups").iterdir()) == []


def test_commands_say_how_far_they_are(backup, capsys):
    call_command("restore", backup, replace=True)

    assert "articles.article: " in capsys.readouterr().out


def test_copy_arrives_with_the_same_hashes(backup, tmp_path):
    from hub.environment import parse_database  # noqa: PLC0415

    folder = tmp_path / "copy"
    folder.mkdir()
    target = parse_database("target", f"sqlite:///{tmp_path}/copy.sqlite3")

    assert copy_database(target, folder) == hashes()


def test_row_that_is_lost_on_the_way_is_noticed(backup, monkeypatch):
    before = hashes()
    monkeypatch.setattr(
        restoring, "insert_rows", lambda model, lines, *where: insert_rows(model, lines[1:], *where)
    )

    with pytest.raises(BackupError, match="did not arrive"):
        restore(backup, replace=True)
    assert hashes() == before


def test_file_that_cannot_be_stored_undoes_everything(backup, monkeypatch):
    Article.objects.all().delete()
    before = hashes()
    monkeypatch.setattr(restoring, "copy_files", lambda *_: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        restore(backup, replace=True)
    assert hashes() == before


def test_every_table_is_backed_up_but_sessions_and_guesses():
    left_out = {apps.get_model(label)._meta.db_table for label in LEFT_OUT}
    backed_up = {model._meta.db_table for model in tables()}

    assert set(connection.introspection.table_names()) == backed_up | left_out | {"django_migrations"}


def test_who_was_erased_stays_erased_after_a_restore(backup, tmp_path):
    comment = create_comment(create_article(), user_email="ada@example.org")
    write_backup(tmp_path / "later")
    erase_everywhere("ada@example.org")

    assert "ada" not in (tmp_path / "erasures.txt").read_text()
    restore(tmp_path / "later", replace=True)
    comment.refresh_from_db()
    assert (comment.user_email, comment.comment, comment.user_name) == ("", "", "")


def test_without_the_record_the_restore_would_bring_them_back(backup, tmp_path):
    comment = create_comment(create_article(), user_email="ada@example.org")
    write_backup(tmp_path / "later")
    erase_everywhere("ada@example.org")
    (tmp_path / "erasures.txt").unlink()
    restore(tmp_path / "later", replace=True)
    comment.refresh_from_db()

    assert comment.user_email == "ada@example.org"


def test_files_that_are_not_on_the_disk_are_kept_too(tmp_path, settings):
    in_memory = {"BACKEND": "django.core.files.storage.InMemoryStorage"}
    settings.STORAGES = settings.STORAGES | {"default": in_memory}
    default_storage.save("covers/one.png", ContentFile(b"picture"))
    write_backup(tmp_path / "backup")
    default_storage.delete("covers/one.png")
    default_storage.save("covers/one.png", ContentFile(b"another"))
    restore(tmp_path / "backup", replace=True)

    with default_storage.open("covers/one.png") as file:
        assert file.read() == b"picture"
