"""What visitors wrote to projects: theirs to have, and to have erased."""

from places.models import Message


def export(email):
    """Return the messages from an address as plain values."""
    return [
        {
            "project": str(message.project),
            "kind": message.get_kind_display(),
            "name": message.name,
            "text": message.text,
            "sent": message.sent_at.isoformat(),
        }
        for message in Message.objects.filter(email__iexact=email).select_related("project")
    ]


def erase(email, by=None):
    """Delete the messages from an address; return how many there were."""
    return Message.objects.filter(email__iexact=email).delete()[0]


def addresses():
    return Message.objects.exclude(email="").values_list("email", flat=True)
