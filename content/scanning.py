"""Shows uploads to a virus scanner before anything is stored, if the operator has one (CLAMD)."""

import logging
import socket
from contextlib import suppress

from django.conf import settings
from django.core.exceptions import ValidationError

CHUNK = 64 * 1024
PATIENCE = 30  # seconds for one step of the conversation
END = b"\x00"
FOUND = "The virus scanner says that this file is harmful. It has not been stored; tell your administrator."
TOO_LARGE = (
    "This file is larger than the virus scanner takes. It has not been stored; tell your administrator."
)
AWAY = "The virus scanner does not answer, so this file has not been taken. Nothing is lost: try again later."

logger = logging.getLogger("hub.security")


def check_clean(upload):
    """Raise ValidationError with a sentence unless the scanner finds nothing; it is asked once a file."""
    if not settings.CLAMD:
        return
    if not hasattr(upload, "verdict"):
        upload.verdict = _verdict(upload)
    if upload.verdict:
        raise ValidationError(upload.verdict, code="scanned")


def _verdict(upload):
    """Return the sentence that refuses an upload, or "" when it may come in."""
    try:
        said = ask_clamd(upload)
    except OSError as error:
        said = f"{type(error).__name__} ERROR"
    upload.seek(0)
    if said.endswith(" OK"):
        return ""
    extra = {"actor": "staff", "action": "virus scan of an upload", "outcome": said}
    logger.warning("An upload was refused.", extra=extra)
    if said.endswith(" FOUND"):
        return FOUND
    return TOO_LARGE if "size limit" in said else AWAY


def ask_clamd(upload):
    """Return what clamd says of a file, such as “stream: OK”; raise OSError when it is away.

    The protocol is clamd's own: INSTREAM, then chunks, each after its length in four bytes, and a length of
    nothing at the end.
    """
    with _connected() as clamd:
        with suppress(ConnectionError):  # it may say that this is too much before it has heard all
            clamd.sendall(b"zINSTREAM" + END)
            upload.seek(0)
            while chunk := upload.read(CHUNK):
                clamd.sendall(len(chunk).to_bytes(4) + chunk)
            clamd.sendall(bytes(4))
        with clamd.makefile("rb") as answer:
            return answer.read(1000).partition(END)[0].decode("utf-8", "replace")


def _connected():
    if isinstance(settings.CLAMD, tuple):
        return socket.create_connection(settings.CLAMD, timeout=PATIENCE)
    clamd = socket.socket(socket.AF_UNIX)
    clamd.settimeout(PATIENCE)
    try:
        clamd.connect(settings.CLAMD)
    except OSError:
        clamd.close()
        raise
    return clamd
