"""Asks Lighthouse about five pages of a running Hub, as a phone and as a desktop computer.

    python -m scripts.lighthouse [ADDRESS] [--for phone desktop]

Needs Node.js and a Chromium: npx fetches Lighthouse once and keeps it out of this repository. ADDRESS is
http://127.0.0.1:8000 (`make run`) unless said otherwise. Prints the four scores of each page, and what
Lighthouse found where one is below 100; exits 1 then. Performance is only true on a machine at rest.
"""

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
import urllib.request
from pathlib import Path

from tests.browser.chromium import FLAGS, find_chromium

LIGHTHOUSE = ["npx", "--yes", "lighthouse@12.8.2"]
WAYS = {"phone": [], "desktop": ["--preset=desktop"]}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("address", nargs="?", default="http://127.0.0.1:8000")
    parser.add_argument("--for", dest="ways", nargs="+", choices=WAYS, default=[*WAYS])
    options = parser.parse_args()
    worst = 100
    for name, path in pages(options.address).items():
        for way in options.ways:
            report = ask(options.address + path, way)
            scores = {each["title"]: round(100 * each["score"]) for each in report["categories"].values()}
            print(f"{name}, {way}: {', '.join(f'{title} {score}' for title, score in scores.items())}")
            worst = min(worst, *scores.values())
            if min(scores.values()) < 100:
                print(*complaints(report), sep="\n")
    return worst < 100


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
    with urllib.request.urlopen(address + path) as page:  # noqa: S310 (the address is the caller's own)
        return re.search(pattern, page.read().decode())[1]


def ask(address, way):
    """Return Lighthouse's report of one page."""
    with tempfile.TemporaryDirectory(prefix="lighthouse-") as folder:
        output = Path(folder) / "report.json"
        command = [*LIGHTHOUSE, address, "--quiet", "--output=json", f"--output-path={output}", *WAYS[way]]
        flags = f"--chrome-flags=--headless=new {' '.join(FLAGS)}"
        browser = {"CHROME_PATH": find_chromium() or ""}
        subprocess.run([*command, flags], env={**os.environ, **browser}, check=True)
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
