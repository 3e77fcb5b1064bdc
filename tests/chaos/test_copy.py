"""R13, R14: from SQLite to PostgreSQL and back by our own commands, every table with the same hash."""

import json

from tests.chaos import hub


def table_hashes(env, folder):
    hub.manage(env, "backup", str(folder))
    return tables_of(folder)


def tables_of(folder):
    """Return the hashes in a backup, without the number that every restore moves on."""
    tables = json.loads((folder / "manifest.json").read_text())["tables"]
    return {label: table for label, table in tables.items() if label != "content.generation"}


def test_r14_there_and_back(on_sqlite, database_server, tmp_path):
    env = hub.environment(tmp_path, database_server)
    hub.manage(on_sqlite, "copy_database", database_server)
    back = f"sqlite:///{tmp_path}/back.sqlite3"
    hub.manage(env, "copy_database", back)

    at_first = table_hashes(on_sqlite, tmp_path / "first")
    assert table_hashes(env, tmp_path / "second") == at_first
    assert table_hashes(env | {"DATABASE_URL": back}, tmp_path / "third") == at_first


def test_r13_backup_is_restored_on_a_clean_machine(on_sqlite, tmp_path):
    hub.manage(on_sqlite, "backup", str(tmp_path / "backup"))
    new = on_sqlite | {"DATABASE_URL": f"sqlite:///{tmp_path}/new.sqlite3"}
    hub.manage(new, "migrate", "-v", "0")
    hub.manage(new, "restore", str(tmp_path / "backup"))

    assert table_hashes(new, tmp_path / "again") == tables_of(tmp_path / "backup")
