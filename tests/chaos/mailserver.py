"""A mail server on loopback that takes, is slow, hangs up in the middle of a message, or is away."""

import socket
import socketserver
import threading
import time
from collections import Counter

TAKES, SLOW = 0.05, 10  # seconds before it takes a message


class MailServer:
    """Keeps whom each message it took was for in `taken`. `mode` is "take", "slow", "drop" or "away"."""

    def __init__(self):
        self.taken, self.mode, self.server = Counter(), "away", None
        self.place = socket.socket()  # keeps the port for us while nobody listens there
        self.place.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        self.place.bind(("127.0.0.1", 0))
        self.port = self.place.getsockname()[1]

    def set(self, mode):
        """Change the mode; away means that nobody listens."""
        self.mode = mode
        if mode == "away" and self.server:
            self.server.shutdown()
            self.server.server_close()
            self.server = None
        elif mode != "away" and not self.server:
            self.server = Listener(("127.0.0.1", self.port), Conversation)
            self.server.mail = self
            threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()


class Listener(socketserver.ThreadingTCPServer):
    allow_reuse_address = allow_reuse_port = daemon_threads = True


class Conversation(socketserver.StreamRequestHandler):
    """As much of SMTP as sending needs."""

    timeout = 60

    def handle(self):
        mail, recipient = self.server.mail, ""
        self.say("220 hello")
        for line in self.rfile:
            word = line[:4].upper()
            if word == b"RCPT":
                recipient = line.decode().partition("<")[2].partition(">")[0]
            if word == b"DATA":
                self.say("354 go on")
                if mail.mode == "drop":
                    self.rfile.readline()
                    return
                while self.rfile.readline() not in {b".\r\n", b""}:
                    pass
                time.sleep(SLOW if mail.mode == "slow" else TAKES)
                mail.taken[recipient] += 1
            self.say("221 bye" if word == b"QUIT" else "250 fine")
            if word == b"QUIT":
                return

    def say(self, line):
        self.wfile.write(f"{line}\r\n".encode())
