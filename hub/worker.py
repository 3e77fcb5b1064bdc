"""The worker of the recipe's gunicorn: a thread stays with a connection that is busy.

gunicorn's own threads hand every kept connection back to the main thread after each answer, and get it again
with the next request. The two hand-overs cost more than a ready page does (benchmarks/results/).
"""

import select

from gunicorn.workers.gthread import ThreadWorker

STAYS = 2  # milliseconds that a thread waits for the next request on its connection


class StayingWorker(ThreadWorker):
    """gthread, but for what happens between two requests on one connection."""

    def handle(self, conn):
        """Answer requests on a connection for as long as they follow at once and nobody else waits."""
        again = super().handle(conn)
        while again is True and self.alive and self._is_asked_again(conn):
            again = super().handle(conn)
        return again

    def _is_asked_again(self, conn):
        poller = select.poll()
        poller.register(conn.sock, select.POLLIN)
        return self.tpool._work_queue.empty() and poller.poll(STAYS)
