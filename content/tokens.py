"""Signed, expiring links: a few plain values as JSON, one salt a purpose, nothing stored.

A token is `payload:time:signature`. The signature (HMAC-SHA256, 256 bits) is what cannot be guessed;
the payload holds row numbers and never a name, an address or a text. Keys in SECRET_KEY_FALLBACKS
still open older links.
"""

import time

from django.core import signing

ALLOWED_CLOCK_ERROR = 5 * 60  # seconds
LONGEST = 200


class BadTokenError(Exception):
    """The link was altered, cut short, made for something else, or made in the future."""


class ExpiredTokenError(BadTokenError):
    """The link was good once."""


def make_token(purpose, *values):
    """Return a text for a URL that carries these numbers or short texts for one purpose."""
    return _signer(purpose).sign_object(list(values))


def read_token(purpose, token, max_age):
    """Return the values of a token made for this purpose at most `max_age` ago.

    `max_age` is a timedelta. Raises ExpiredTokenError or BadTokenError.
    """
    if len(token) > LONGEST:
        raise BadTokenError
    try:
        values = _signer(purpose).unsign_object(token, max_age=max_age)
    except signing.SignatureExpired as error:
        raise ExpiredTokenError from error
    except (signing.BadSignature, ValueError) as error:
        raise BadTokenError from error
    if token_age(token) < -ALLOWED_CLOCK_ERROR:
        raise BadTokenError
    return values


def token_age(token):
    """Return how many seconds ago a token was made. Only of a token that has been read."""
    return time.time() - signing.b62_decode(token.split(":")[-2])


def _signer(purpose):
    return signing.TimestampSigner(salt=f"hub.{purpose}")
