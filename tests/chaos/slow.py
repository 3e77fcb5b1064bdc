"""Two hundred slow connections of three kinds at once, each within its rights: nobody may wait for them."""

import asyncio
import contextlib
import socket
import threading

from tests.chaos import hub

KINDS = ["headers", "body", "reading"]
EACH_SECOND = 1.0


class SlowCrowd:
    """Keeps connections open for the length of a `with` block; `path` is something large to read slowly."""

    def __init__(self, port, path, number=200, tls=False):
        self.port, self.path, self.number = port, path, number
        self.tls = hub.ANY_CERTIFICATE if tls else None
        self.connected, self.done = 0, threading.Event()
        self.thread = threading.Thread(target=lambda: asyncio.run(self._all()))

    def __enter__(self):
        self.thread.start()
        hub.wait_until(lambda: self.connected >= self.number, 30)
        return self

    def __exit__(self, *error):
        self.done.set()
        self.thread.join()

    async def _all(self):
        await asyncio.gather(*(self._stay(KINDS[n % len(KINDS)]) for n in range(self.number)))

    async def _stay(self, kind):
        """Be one slow visitor; come back when the server has had enough of us."""
        counted = False
        while not self.done.is_set():
            with contextlib.suppress(OSError, asyncio.IncompleteReadError):
                ours = socket.socket()
                ours.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
                ours.setblocking(False)
                await asyncio.get_running_loop().sock_connect(ours, ("127.0.0.1", self.port))
                reader, writer = await asyncio.open_connection(sock=ours, ssl=self.tls, **self._name())
                self.connected += not counted
                counted = True
                try:
                    await getattr(self, f"_slow_{kind}")(reader, writer)
                finally:
                    writer.transport.abort()
            await asyncio.sleep(0.2)

    def _name(self):
        return {"server_hostname": "127.0.0.1"} if self.tls else {}

    async def _slow_headers(self, reader, writer):
        writer.write(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n")
        await self._drip(writer, b"X-More: 1\r\n")

    async def _slow_body(self, reader, writer):
        writer.write(b"POST /search/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 5000\r\n\r\n")
        await self._drip(writer, b"x")

    async def _slow_reading(self, reader, writer):
        writer.write(f"GET {self.path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
        while not self.done.is_set():
            await reader.readexactly(16)
            await asyncio.sleep(EACH_SECOND)

    async def _drip(self, writer, drop):
        while not self.done.is_set():
            writer.write(drop)
            await writer.drain()
            await asyncio.sleep(EACH_SECOND)
