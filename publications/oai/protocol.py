"""What may be asked over OAI-PMH: verbs and arguments, dates, resumption tokens, and what is wrong."""

import re
from datetime import UTC, datetime, timedelta

from django.core import signing

from content.feeds import clean
from publications.oai.elements import STAMP

PREFIX = "oai_dc"
LIST = ({"metadataPrefix"}, {"from", "until", "set", "resumptionToken"})
ARGUMENTS = {  # verb: (required, optional)
    "Identify": (set(), set()),
    "ListMetadataFormats": (set(), {"identifier"}),
    "ListSets": (set(), {"resumptionToken"}),
    "GetRecord": ({"identifier", "metadataPrefix"}, set()),
    "ListIdentifiers": LIST,
    "ListRecords": LIST,
}
WORD = r"[\w\-.!~*'()]+"
SYNTAX = {  # of arguments whose values the answer repeats
    "identifier": re.compile(r"[\w:/?#\[\]@!$&'()*+,;=.~%-]+", re.ASCII),
    "metadataPrefix": re.compile(WORD, re.ASCII),
    "set": re.compile(f"{WORD}(:{WORD})*", re.ASCII),
}


class ProtocolError(Exception):
    """One of the protocol's error codes, with a sentence for people."""

    def __init__(self, code, message):
        super().__init__(message)
        self.code = code


def read_arguments(asked):
    """Return (verb, arguments) of a request; raise ProtocolError."""
    verbs = asked.getlist("verb")
    if len(verbs) != 1 or verbs[0] not in ARGUMENTS:
        raise ProtocolError("badVerb", f"Ask with one verb of these: {', '.join(ARGUMENTS)}.")
    required, optional = ARGUMENTS[verbs[0]]
    given = {name: values for name, values in asked.lists() if name != "verb"}
    for name, values in given.items():
        if name not in required | optional:
            raise ProtocolError("badArgument", f"{verbs[0]} does not take {clean(name)[:50]!r}.")
        if len(values) != 1 or not values[0]:
            raise ProtocolError("badArgument", f"Give {name} once, with a value.")
        if name in SYNTAX and not SYNTAX[name].fullmatch(values[0]):
            raise ProtocolError("badArgument", f"This is no {name}.")
    if "resumptionToken" in given and len(given) > 1:
        raise ProtocolError("badArgument", "A resumptionToken stands alone.")
    missing = required - given.keys() if "resumptionToken" not in given else set()
    if missing:
        raise ProtocolError("badArgument", f"{verbs[0]} needs {' and '.join(sorted(missing))}.")
    return verbs[0], {name: values[0] for name, values in given.items()}


def moment_of(text):
    """Return (moment, precision) of 2015-10-03 or 2015-10-03T12:00:00Z; raise ProtocolError."""
    for form, precision in (("%Y-%m-%d", timedelta(days=1)), (STAMP, timedelta(seconds=1))):
        try:
            moment = datetime.strptime(text, form).replace(tzinfo=UTC)
        except ValueError:
            continue
        if moment.strftime(form) == text and moment.year < 9999:
            return moment, precision
    raise ProtocolError("badArgument", "Write dates as 2015-10-03 or 2015-10-03T12:00:00Z.")


def token_after(state, verb, last, sent):
    after = {"after": [last.updated.isoformat(), last.pk], "cursor": sent, "verb": verb}
    return signing.dumps(state | after, salt="oai", compress=True)


def state_of(token, verb):
    try:
        state = signing.loads(token, salt="oai")
    except signing.BadSignature as error:
        raise ProtocolError("badResumptionToken", "This resumptionToken is not one of ours.") from error
    if state["verb"] != verb:
        raise ProtocolError("badResumptionToken", f"This resumptionToken goes on with {state['verb']}.")
    return state


def check_prefix(prefix):
    if prefix != PREFIX:
        raise ProtocolError("cannotDisseminateFormat", f"Records come as {PREFIX} only.")
