"""Asks Lighthouse about five pages of the Hub, as a phone and as a desktop computer.

    python -m scripts.lighthouse [ADDRESS] [--for phone desktop] [--only home search]

Needs Node.js and a Chromium: npx fetches Lighthouse once and keeps it out of this repository. Without an
ADDRESS it serves the real content by the production recipe, nginx over TLS with HTTP/2 (needs nginx and
openssl). Prints the scores as a table, and what Lighthouse found where one is below 100; exits 1 then.
Performance is only true on a machine at rest.
"""

import argparse
import contextlib
import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

from tests.browser.chromium import FLAGS, find_chromium
from tests.chaos import hub, production
from tests.network import free_port

LIGHTHOUSE = ["npx", "--yes", "lighthouse@12.8.2"]
WAYS = {"phone": [], "desktop": ["--preset=desktop"]}
OURS = "--ignore-certificate-errors"  # the recipe's certificate here is one that nobody signed
SCORES = ["Performance", "Accessibility", "Best Practices", "SEO"]
PAGES = ["home", "article", "search", "place map", "publication"]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("address", nargs="?")
    parser.add_argument("--for", dest="ways", nargs="+", choices=WAYS, default=[*WAYS])
    parser.add_argument("--only", nargs="+", choices=PAGES, default=PAGES)
    options = parser.parse_args()
    given = contextlib.nullcontext(options.address) if options.address else recipe()
    with given as address:
        print("| page | as |", *[f"{name} |" for name in SCORES])
        print("|---|---|", *["--:|" for _ in SCORES], sep="")
        found = [report(address, name, way) for name in options.only for way in options.ways]
    print(*filter(None, found), sep="\n")
    return any(found)


@contextlib.contextmanager
def recipe():
    """Serve the real content as deploy/ says, over TLS on a port of this machine; yield the address."""
    with tempfile.TemporaryDirectory(prefix="hub-lighthouse-") as name:
        folder, port = Path(name), free_port()
        folder.chmod(0o755)
        env = hub.fill(folder / "hub", f"sqlite:///{folder}/hub/hub.sqlite3")
        for command in ["extract_text", "make_picture_copies"]:
            hub.manage(env, command)
        with production.machines(folder, env, port, 1) as made, production.nginx(folder, port, made):
            yield f"https://127.0.0.1:{port}"


def report(address, name, way):
    """Print one line of the table; return what Lighthouse found wanting, as text."""
    said = ask(address + pages(address)[name], way)
    scores = {each["title"]: round(100 * each["score"]) for each in said["categories"].values()}
    print(f"| {name} | {way} |", *[f"{scores[title]} |" for title in SCORES], flush=True)
    return "\n".join([f"{name}, {way}:", *complaints(said)]) if min(scores.values()) < 100 else ""


def pages(address):
    """Return {name: path}; the article and the publication are the first of their lists.

    Search without words: what was found is not for search engines, which Lighthouse would complain of.
    """
    return {
        "home": "/",
        "article": first(address, "/insight/", r'href="(/insight/[-\w]+/)"'),
        "search": "/search/",
        "place map": "/places/",
        "publication": first(address, "/publications/", r'href="(/publications/\d+/[-\w]+/)"'),
    }


def first(address, path, pattern):
    parts = urlsplit(address)
    page = hub.get(parts.port, path, tls=parts.scheme == "https")
    return re.search(pattern, page.body.decode())[1]


def ask(address, way):
    """Return Lighthouse's report of one page; now and then it fails to record one, so it is asked again."""
    with tempfile.TemporaryDirectory(prefix="lighthouse-") as folder:
        output = Path(folder) / "report.json"
        command = [*LIGHTHOUSE, address, "--quiet", "--output=json", f"--output-path={output}", *WAYS[way]]
        flags = f"--chrome-flags=--headless=new {OURS} {' '.join(FLAGS)}"
        browser = {"CHROME_PATH": find_chromium() or ""}
        for last in [False, False, True]:
            done = subprocess.run([*command, flags], env={**os.environ, **browser}, check=last)
            if not done.returncode:
                break
        return json.loads(output.read_text())


def complaints(report):
    """Yield a line for each question with a weight that the page did not fully pass."""
    for category in report["categories"].values():
        for each in category["auditRefs"]:
            audit = report["audits"][each["id"]]
            if each["weight"] and audit["score"] is not None and audit["score"] < 1:
                yield f"    {audit['title']} {audit.get('displayValue', '')} ({audit['score']})"


if __name__ == "__main__":
    sys.exit(main())
