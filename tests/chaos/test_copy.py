"""R13, R14: from SQLite to PostgreSQL and back by our own commands, every table with the same hash."""

from tests.chaos import hub


def test_r14_there_and_back(on_sqlite, database_server, tmp_path):
    env = hub.environment(tmp_path, database_server)
    hub.manage(on_sqlite, "copy_database", database_server)
    back = f"sqlite:///{tmp_path}/back.sqlite3"
    hub.manage(env, "copy_database", back)

    at_first, _ = hub.backup(on_sqlite, tmp_path / "first")
    assert hub.backup(env, tmp_path / "second")[0] == at_first
    assert hub.backup(env | {"DATABASE_URL": back}, tmp_path / "third")[0] == at_first


def test_r13_backup_is_restored_on_a_clean_machine(on_sqlite, tmp_path):
    before, _ = hub.backup(on_sqlite, tmp_path / "backup")
    new = on_sqlite | {"DATABASE_URL": f"sqlite:///{tmp_path}/new.sqlite3"}
    hub.manage(new, "migrate", "-v", "0")
    hub.manage(new, "restore", str(tmp_path / "backup"))

    assert hub.backup(new, tmp_path / "again")[0] == before
