"""Kills `manage.py extract_text` ten times with -9, each time in the middle of a file; then lets it finish.

`python -m benchmarks.kill_extraction`

Works on a database and a media folder of its own. Exits 1 if any file is lost, half read or read twice.
"""

import os
import signal
import subprocess
import sys
import tempfile
import time

KILLS = 10


def main():
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"HUB_DEMO": "1", "HUB_VAR": folder, "DJANGO_SETTINGS_MODULE": "hub.settings"}
        for command in ("migrate", "load_initial_content"):
            manage(command).wait()
        for kill in range(KILLS):
            process = manage("extract_text")
            wait_for_claim()
            time.sleep(kill * 0.1)
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            print(f"kill {kill + 1}: {let_claims_run_out()} files still wait")
        manage("extract_text").wait()
        return judge()


def manage(command):
    command = [sys.executable, "manage.py", command]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, start_new_session=True)


def wait_for_claim():
    """Return once a file is being read."""
    import django

    django.setup()
    from django.db import connection

    from publications.models import File

    while not File.objects.exclude(claimed_at=None).exists():
        time.sleep(0.02)
    connection.close()


def let_claims_run_out():
    """Do what five minutes do to the claims of a process that is gone; return how many files wait."""
    from django.db import connection

    from publications.models import File

    File.objects.exclude(claimed_at=None).update(claimed_at=None)
    waiting = File.objects.waiting().count()
    connection.close()
    return waiting


def judge():
    from django.db.models import Count

    from publications.models import File

    bad = [
        f"{file.name}: {file.state}, {file.texts} of {file.pages} pages"
        for file in File.objects.annotate(texts=Count("page_texts"))
        if file.state == "waiting" or (file.pages and file.texts != file.pages)
    ]
    states = list(File.objects.order_by("pk").values_list("state", flat=True))
    print(f"{len(states)} files: {', '.join(states)}; wrong: {bad or 'none'}")
    return bool(bad)


if __name__ == "__main__":
    sys.exit(main())
