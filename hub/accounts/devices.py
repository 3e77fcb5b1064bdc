"""Second factors: an authenticator app, recovery codes, and a one-time code to begin with.

Codes are stored as keyed hashes: whoever reads the database cannot sign in with what is there.
"""

import secrets
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from content.throttling import keyed_hash

ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"  # nothing that is mistaken for something else
RECOVERY, ONE_TIME, APP = "recovery codes", "one-time code", "authenticator app"
RECOVERY_CODES = 10
ONE_TIME_LASTS = timedelta(days=3)


def new_code():
    """Return a code such as k7dm-2q4x-p9wz: about 59 random bits."""
    return "-".join("".join(secrets.choice(ALPHABET) for _ in range(4)) for _ in range(3))


def hashed(code):
    """Return what is stored of a code; spaces, dashes and capitals do not matter."""
    plain = "".join(character for character in code.lower() if character.isalnum())
    return keyed_hash("second factor", plain)[:16]


@transaction.atomic
def give_codes(user, name, how_many):
    """Replace the user's codes of this name; return the new ones, to be shown once."""
    StaticDevice.objects.filter(user=user, name=name).delete()
    device = StaticDevice.objects.create(user=user, name=name)
    codes = [new_code() for _ in range(how_many)]
    StaticToken.objects.bulk_create(StaticToken(device=device, token=hashed(code)) for code in codes)
    return codes


def give_one_time_code(user):
    """Return a code that lets the user past the second factor once, within three days."""
    return give_codes(user, ONE_TIME, 1)[0]


@transaction.atomic
def verify(user, code):
    """Return the user's device that this code belongs to, and spend the code; None when it is wrong.

    After each wrong code the device takes none for a while, twice as long each time.
    """
    plain = "".join(code.split())
    if plain.isdecimal() and len(plain) == 6:
        devices = TOTPDevice.objects.filter(user=user, confirmed=True)
    else:
        plain = hashed(code)
        devices = StaticDevice.objects.filter(user=user, confirmed=True).exclude(
            name=ONE_TIME, created_at__lt=timezone.now() - ONE_TIME_LASTS
        )
    for device in devices.select_for_update():
        if device.verify_token(plain):
            return device
    return None


def has_app(user):
    return TOTPDevice.objects.filter(user=user, confirmed=True).exists()


def new_app(user):
    """Return the device that the user is about to enrol: the same one until it is confirmed."""
    device, _ = TOTPDevice.objects.get_or_create(user=user, confirmed=False, defaults={"name": APP})
    return device


@transaction.atomic
def confirm_app(device):
    """Make this the user's only authenticator app; return new recovery codes."""
    TOTPDevice.objects.filter(user=device.user).exclude(pk=device.pk).delete()
    device.confirmed = True
    device.save()
    return give_codes(device.user, RECOVERY, RECOVERY_CODES)


def qr_code(device):
    """Return the inline SVG that an authenticator app reads."""
    import segno  # noqa: PLC0415 (few requests need it, and every start would wait)

    picture = segno.make(device.config_url, error="m")
    return picture.svg_inline(scale=5, light="white", title="QR code for your authenticator app")
