"""How gunicorn serves the Hub behind nginx: gunicorn -c deploy/gunicorn.conf.py (docs/operators.md)."""

import gc
import os

from gunicorn import util

wsgi_app = "hub.wsgi:application"
bind = "unix:/run/hub/hub.sock"
worker_class = "hub.worker.StayingWorker"  # gthread, with fewer hand-overs
workers = int(os.environ.get("WEB_CONCURRENCY", "3"))  # one more than the cores
threads = 4
preload_app = True  # a worker that dies is back in a fraction of a second
timeout = 30
graceful_timeout = 30  # requests that are running when the service stops are finished
keepalive = 5
max_requests = 20000
max_requests_jitter = 2000
limit_request_line = 4094
limit_request_fields = 64
limit_request_field_size = 8190
forwarded_allow_ips = ""  # Django alone decides which proxy headers to believe
loglevel = "warning"


def on_starting(server):
    """Before the first worker is forked: no visitor of a new worker waits for code to be loaded."""
    from hub.warming import warm_up  # noqa: PLC0415 (the Hub is loaded by now)

    warm_up()
    gc.freeze()  # as hub/wsgi.py does: workers share it with their master


def post_worker_init(worker):
    """Let gunicorn answer what is no request at all as the Hub would; the Hub is loaded by now."""
    from hub.headers import always, when_secure  # noqa: PLC0415

    headers = always() | when_secure() | {"Content-Type": "text/plain", "Connection": "close"}

    def refuse(sock, status, reason, message):
        """Send every header, and nothing of what was sent; no fault of ours (501) for the sender's."""
        status, reason = (400, "Bad Request") if status == 501 else (status, reason)
        lines = [f"HTTP/1.1 {status} {reason}", f"Content-Length: {len(reason)}"]
        lines += [f"{name}: {value}" for name, value in headers.items()]
        util.write_nonblock(sock, "\r\n".join([*lines, "", reason]).encode("ascii"))

    util.write_error = refuse
