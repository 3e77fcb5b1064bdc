"""A TCP relay that misbehaves on command, to stand between the Hub and its database or mail server."""

import contextlib
import random
import socket
import struct
import threading
import time

PIECE = 64 * 1024


class FaultProxy:
    """Relays connections from a port of 127.0.0.1 to `upstream` (a socket's path, or host and port).

    `mode` is one of: "pass"; "refuse" (nobody listens); "pause" (accept, and say nothing); "delay" (0.3 s
    a piece); "cut" (hang up after `cut_after` bytes of answer); "reset" (drop one new connection in five).
    """

    def __init__(self, upstream, cut_after=3000):
        self.upstream, self.cut_after = upstream, cut_after
        self.mode = "pass"
        self.open_sockets = set()
        self.listener = self._listen(0)
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def set(self, mode):
        """Change the mode. Connections that are open when "refuse" starts are dropped, as by a crash."""
        was, self.mode = self.mode, mode
        if mode == "refuse":
            self.listener.close()
            self.drop_all()
        elif was == "refuse":
            self.listener = self._listen(self.port)
            threading.Thread(target=self._accept, daemon=True).start()

    def drop_all(self):
        for each in list(self.open_sockets):
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)

    def close(self):
        self.mode = "refuse"
        self.listener.close()
        self.drop_all()

    def _listen(self, port):
        listener = socket.socket()
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", port))
        listener.listen(100)
        listener.settimeout(0.2)
        return listener

    def _accept(self):
        listener = self.listener
        while self.mode != "refuse":
            try:
                client, _ = listener.accept()
            except TimeoutError:
                continue
            except OSError:
                return
            if self.mode == "reset" and random.random() < 0.2:  # noqa: S311 (only chance, no secret)
                client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                client.close()
                continue
            threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client):
        family = socket.AF_UNIX if isinstance(self.upstream, str) else socket.AF_INET
        with client, socket.socket(family) as server:
            with contextlib.suppress(OSError):
                client.settimeout(None)
                server.connect(self.upstream)
                self.open_sockets |= {client, server}
                back = threading.Thread(target=self._pump, args=(server, client, True), daemon=True)
                back.start()
                self._pump(client, server, False)
                back.join()
            self.open_sockets -= {client, server}

    def _pump(self, source, target, is_answer):
        sent = 0
        with contextlib.suppress(OSError):
            while data := source.recv(PIECE):
                while self.mode == "pause":
                    time.sleep(0.05)
                if self.mode == "delay":
                    time.sleep(0.3)
                sent += len(data)
                if self.mode == "cut" and is_answer and sent > self.cut_after:
                    break
                target.sendall(data)
        for each in (source, target):
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
