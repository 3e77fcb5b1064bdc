"""Signing staff in, for tests.

`client.force_login(user)` and the fixture `admin_client` are enough where the second factor is not the
question: tests/settings.py does not ask for it. With `settings.SECOND_FACTOR = True`, use `sign_in`.
"""

import time

from django.contrib.auth import get_user_model
from django_otp import DEVICE_ID_SESSION_KEY
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

PASSWORD = "a long enough password of words"


def create_staff(username="editor", **fields):
    """Make an active member of staff with PASSWORD."""
    return get_user_model().objects.create_user(username, password=PASSWORD, **{"is_staff": True} | fields)


def code_of(device, steps=0):
    """Return what the app of this device shows, now or so many steps of 30 seconds from now."""
    totp = TOTP(device.bin_key, device.step, device.t0, device.digits, device.drift)
    totp.time = time.time() + steps * device.step
    return f"{totp.token():06d}"


def sign_in(client, user):
    """Sign the user in past the second factor, without a password to hash; return the client."""
    device, _ = TOTPDevice.objects.get_or_create(user=user, confirmed=True, defaults={"name": "test"})
    client.force_login(user)
    session = client.session
    session[DEVICE_ID_SESSION_KEY] = device.persistent_id
    session.save()
    return client
