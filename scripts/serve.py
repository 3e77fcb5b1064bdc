"""Prepares the demo site and serves it: what `make run` does once .venv is ready.

One process does every step, so that a second run takes seconds. The site runs as in
production (DEBUG off, hashed static files, a production server) but for HUB_DEMO, which
makes up the secrets, writes mail to files and allows plain http on this machine.
"""

import os
import socket
import sys

import django
import waitress
from django.conf import settings
from django.core.management import call_command
from django.core.servers.basehttp import get_internal_wsgi_application

HOST = "127.0.0.1"


def main(port):
    """Prepare everything, then serve until Ctrl-C; end with one sentence if the port is taken."""
    if not is_free(port):
        sys.exit(f"Port {port} is in use. Try another one: make run PORT={port + 1}")
    os.environ["DJANGO_SETTINGS_MODULE"] = "hub.settings"
    os.environ["HUB_DEMO"] = "1"
    os.environ.setdefault("SITE_URL", f"http://{HOST}:{port}")
    django.setup()
    prepare()
    serve(port)


def is_free(port):
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


def prepare():
    settings.VAR_DIR.mkdir(parents=True, exist_ok=True)
    say("Bringing the database up to date")
    call_command("migrate", verbosity=0)
    say("Loading the initial content")
    call_command("load_initial_content")
    say("Preparing the static files")
    call_command("collectstatic", interactive=False, verbosity=0)
    call_command("create_demo_staff")


def serve(port):
    """Serve with waitress, which reads slow requests without tying up a thread."""
    say(f"The Hub is at http://{HOST}:{port} - stop it with Ctrl-C")
    waitress.serve(
        get_internal_wsgi_application(),
        host=HOST,
        port=port,
        threads=8,
        connection_limit=1000,
        asyncore_use_poll=True,  # select() ends at 1,024 open files
        ident=None,
        max_request_body_size=(settings.MAX_UPLOAD_MB + 1) * 1024 * 1024,
        _quiet=True,
    )


def say(line):
    print(line, flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]))
