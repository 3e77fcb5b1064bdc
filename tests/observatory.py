"""How Mozilla's HTTP Observatory scores an answer over TLS: its published rules, as of its release 1.4.8.

Where the rules tell degrees of bad apart, this takes the worst one. Left out: the list of sites that
browsers preload, worth 5 points to a site that is on it.
"""

import re
from http.cookies import SimpleCookie

CSP, CORP = "content-security-policy", "cross-origin-resource-policy"
SIX_MONTHS = 15552000  # seconds
PRIVATE = {"no-referrer", "same-origin", "strict-origin", "strict-origin-when-cross-origin"}
UNSAFE = {"'unsafe-inline'", "'unsafe-eval'", "data:", "*", "http:", "https:", "ftp:"}


def score(headers, html="", moves_to_tls=True):
    """Return what an answer is worth: 100 and the points of each rule; extras count from 90 on.

    `headers` are pairs, `moves_to_tls` says whether plain http redirects to the same host over TLS.
    """
    each = points(headers, html, moves_to_tls).values()
    lost = sum(number for number in each if number < 0)
    return 100 + (sum(each) if lost >= -10 else lost)


def points(headers, html="", moves_to_tls=True):
    """Return {rule: points}."""
    said = {name.lower(): value for name, value in headers}
    policy = {words[0]: set(words[1:]) for words in map(str.split, said.get(CSP, "").split(";")) if words}
    return {
        CSP: of_policy(policy),
        "cookies": of_cookies([value for name, value in headers if name.lower() == "set-cookie"]),
        "cors": -50 if "access-control-allow-credentials" in said else 0,
        "redirection": 0 if moves_to_tls else -20,
        "referrer-policy": 5 if said.get("referrer-policy") in PRIVATE else -5,
        "strict-transport-security": of_hsts(said.get("strict-transport-security", "")),
        "subresource-integrity": of_scripts(html),
        "x-content-type-options": 0 if said.get("x-content-type-options") == "nosniff" else -5,
        "frames": of_frames(policy, said.get("x-frame-options")),
        CORP: 10 if said.get(CORP) in {"same-origin", "same-site"} else 0,
    }


def of_policy(policy):
    fallback = policy.get("default-src", {"*"})
    used = {name: policy.get(name, fallback) for name in ["script-src", "object-src", "style-src"]}
    others = set().union(*policy.values())
    if not policy or (used["script-src"] | used["object-src"]) & UNSAFE or "'unsafe-eval'" in others:
        return -25
    if any(source.startswith(("http:", "ftp:")) for source in others):
        return -20
    if used["style-src"] & UNSAFE:
        return 0
    return 10 if fallback == {"'none'"} and policy.get("form-action", {"*"}) <= {"'none'", "'self'"} else 5


def of_cookies(lines):
    cookies = [morsel for line in lines for morsel in SimpleCookie(line).values()]
    good = all(
        each["secure"] and each["httponly"] and each["samesite"] in {"Lax", "Strict"} for each in cookies
    )
    return (5 if good else -40) if cookies else 0


def of_hsts(value):
    lasts = re.search(r"max-age=(\d+)", value)
    return 0 if lasts and int(lasts[1]) >= SIX_MONTHS else -20


def of_scripts(html):
    tags = re.findall(r"<script[^>]* src=[^>]*>", html)
    if any(re.search(r' src="?(https?:)?//', tag) for tag in tags):
        return -50
    return 5 if tags and all(" integrity=" in tag for tag in tags) else 0


def of_frames(policy, option):
    if policy.get("frame-ancestors", {"*"}) <= {"'none'", "'self'"}:
        return 5
    return 0 if option in {"DENY", "SAMEORIGIN"} else -20
