"""Films on hosts that we know: how an address is checked and how it is played inside the page."""

import re
from urllib.parse import parse_qs, urlsplit

from django.core.exceptions import ValidationError

YOUTUBE = {"youtube.com", "www.youtube.com", "m.youtube.com", "youtu.be", "www.youtube-nocookie.com"}
VIMEO = {"vimeo.com", "www.vimeo.com", "player.vimeo.com"}


def embed_address(url):
    """Return the address to frame for a film on a known host; "" when there is none."""
    try:
        parts = urlsplit(url or "")
    except ValueError:
        return ""
    last = parts.path.rstrip("/").rpartition("/")[2]
    if parts.hostname in YOUTUBE:
        film = parse_qs(parts.query).get("v", [last])[0]
        if re.fullmatch(r"[\w-]{11}", film, re.ASCII):
            return f"https://www.youtube-nocookie.com/embed/{film}?autoplay=1"
    if parts.hostname in VIMEO and re.fullmatch(r"\d{1,12}", last, re.ASCII):
        return f"https://player.vimeo.com/video/{last}?autoplay=1&dnt=1"
    return ""


def host(address):
    """Return the scheme and host of an embed address, as a content security policy names it."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"


def validate_film(url):
    if not embed_address(url):
        raise ValidationError("Give the address of a film on YouTube or Vimeo.", code="film")
