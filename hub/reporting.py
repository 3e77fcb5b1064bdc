"""Reports faults to a Sentry, if an operator names one; nothing about visitors goes along."""

from django.core.exceptions import ImproperlyConfigured

from hub.logs import scrub

NEVER_SENT = {"request", "user", "breadcrumbs", "server_name", "extra"}


def report_to(dsn):
    """Begin to report. Raises ImproperlyConfigured when the package is missing."""
    try:
        import sentry_sdk  # noqa: PLC0415 (an optional package)
    except ImportError as error:
        raise ImproperlyConfigured(
            "SENTRY_DSN needs the package sentry-sdk: install it beside us."
        ) from error
    sentry_sdk.init(
        dsn=dsn,
        before_send=without_persons,
        send_default_pii=False,
        include_local_variables=False,
        max_request_body_size="never",
        auto_session_tracking=False,
    )


def without_persons(event, hint):
    """Return the report with nothing in it but what failed and where."""
    kept = {name: value for name, value in event.items() if name not in NEVER_SENT}
    for fault in kept.get("exception", {}).get("values", []):
        fault["value"] = scrub(str(fault.get("value", "")))
    if "logentry" in kept:
        kept["logentry"] = {"message": scrub(str(kept["logentry"].get("formatted", "")))}
    return kept
