"""The worker of the recipe's gunicorn: a thread stays with a connection that is busy.

gunicorn's own threads hand every kept connection back to the main thread after each answer, and get it again
with the next request. The two hand-overs cost more than a ready page does (benchmarks/results/).
"""

import select

from gunicorn.workers.gthread import ThreadWorker

STAYS = 2  # milliseconds that a thread waits for the next request on its connection


class StayingWorker(ThreadWorker):
    """gthread, but for what happens between two requests on one connection."""

    def init_process(self):
        """Look every setting up once; gunicorn's Config does so each time one is asked for."""
        vars(self.cfg).update({name: setting.get() for name, setting in self.cfg.settings.items()})
        super().init_process()

    def handle(self, conn):
        """Answer requests on a connection for as long as they follow at once and nobody else waits."""
        again = super().handle(conn)
        while again is True and self.alive and self._is_asked_again(conn):
            again = super().handle(conn)
        return again

    def _keepalive_after(self, conn, keepalive):
        """Forget a request whose body has ended: gunicorn would drain what is not there, twice."""
        body = conn.parser.mesg.body
        if keepalive and not body.failed and getattr(body.reader, "length", None) == 0:
            conn.parser.mesg = None
        return super()._keepalive_after(conn, keepalive)

    def _is_asked_again(self, conn):
        poller = select.poll()
        poller.register(conn.sock, select.POLLIN)
        return self.tpool._work_queue.empty() and poller.poll(STAYS)
