"""Walks every public address, from the sitemap on, and keeps what it answers as files.

    .NAME-unfinished/journal    one line an address: where it is kept and what it links to
    .NAME-unfinished/pages/     pages as they were answered
    .NAME-unfinished/copy/      what becomes NAME in the end, in one step

A walk that was stopped goes on where it was, unless something public has changed since, by hand or by date.
"""

import hashlib
import json
import re
import shutil
from collections import deque
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.test import Client, override_settings
from django.urls import Resolver404, resolve

from content.caching import current_generation
from content.publishing import next_change
from hub.static_copy.pages import address_of, file_of, links_of, rewritten

START = ["/", "/sitemap.xml", "/robots.txt", "/feed/", "/comments/feed/"]
# What answers a question or a signed link is no part of a copy.
LEFT_OUT = {"search", "suggest", "oai", "picture", "manifest", "livez", "readyz"}
LEFT_OUT |= {"places:contact", "places:still_right", "publications:request", "publications:requested"}
LEFT_OUT |= {"articles:preview", "api:root", "api:search", "api:list", "api:item"}
FEEDS_OF_COMMENTS = {"comments:feed", "comments:feed_of_all"}
SAY_EVERY = 100  # addresses


class CopyError(Exception):
    """The copy cannot be made, said in words."""


def write_copy(folder, say=lambda line: None):
    """Write the copy beside a folder, then put it in its place; return how many files. Raises CopyError."""
    if folder.exists() and any(folder.iterdir()) and not (folder / "sitemap.xml").exists():
        raise CopyError(f"{folder} holds something else than a copy: name another folder.")
    beside = folder.parent / f".{folder.name}-unfinished"
    with override_settings(FILES_HEADER=""):  # no server in front sends the files now
        walk = Walk(beside, say)
        walk.run()
    for address in walk.pages:
        source, target = beside / "pages" / walk.files[address], beside / "copy" / walk.files[address]
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(rewritten(source.read_text("utf-8"), address, walk.files), "utf-8")
    if folder.exists():
        shutil.rmtree(folder)
    (beside / "copy").rename(folder)
    shutil.rmtree(beside)
    return len(set(walk.files.values()))


class Walk:
    """One walk over the site. `files` gives the file of each address, `pages` are those with links."""

    def __init__(self, beside, say):
        self.beside, self.say = beside, say
        self.files, self.pages, self.seen = {}, [], set()
        headers = {"Host": urlsplit(settings.SITE_URL).netloc, "User-Agent": "static copy (bot)"}
        self.client = Client(headers=headers, raise_request_exception=False)
        self.secure = settings.HTTPS

    def run(self):
        addresses = [*START, *self._sitemap("/sitemap.xml")]
        # The next date is another one once this one has passed, also for what the sitemap never names.
        state = f"{current_generation()} {next_change()} {sorted(addresses)}"
        mark = hashlib.sha256(state.encode()).hexdigest()
        waiting = deque(addresses)
        for entry in self._resumed(mark):
            self._know(entry)
            waiting.extend(entry["links"])
        if self.seen:
            self.say(f"Going on after {len(self.seen)} addresses.")
        with (self.beside / "journal").open("a", encoding="utf-8") as journal:
            while waiting:
                address = waiting.popleft()
                if address in self.seen:
                    continue
                entry = self._keep(address)
                self._know(entry)
                journal.write(f"{json.dumps(entry)}\n")
                journal.flush()
                waiting.extend(entry["links"])
                if len(self.seen) % SAY_EVERY == 0:
                    self.say(f"{len(self.seen)} addresses, {len(set(waiting) - self.seen)} known to wait.")

    def _sitemap(self, address):
        """Return all addresses of the sitemap, those of its files included."""
        text = self._get(address).content.decode()
        found = [address_of(link, "/") for link in re.findall(r"<loc>([^<]*)</loc>", text)]
        if "<sitemapindex" in text:
            return [*found, *(each for file in found for each in self._sitemap(file))]
        return found

    def _resumed(self, mark):
        """Return the entries of a walk that was stopped, under the same mark; else start a new one."""
        try:
            first, *lines = (self.beside / "journal").read_text("utf-8").split("\n")
        except FileNotFoundError:
            first, lines = "", []
        if first != mark:
            shutil.rmtree(self.beside, ignore_errors=True)
            lines = []
        (self.beside / "copy").mkdir(parents=True, exist_ok=True)
        whole = [line for line in lines[:-1] if line]  # the last may be half a line
        (self.beside / "journal").write_text("\n".join([mark, *whole, ""]), "utf-8")
        return [json.loads(line) for line in whole]

    def _know(self, entry):
        self.seen.add(entry["address"])
        if entry["file"]:
            self.files[entry["address"]] = entry["file"]
            if entry["page"]:
                self.pages.append(entry["address"])

    def _keep(self, address):
        """Ask for one address, write what it answers, and return the journal's entry."""
        entry = {"address": address, "file": None, "page": False, "links": []}
        if urlsplit(address).path.startswith(settings.STATIC_URL):
            return entry | {"file": self._keep_static(address)}
        if not is_copied(address):
            return entry
        response = self._get(address)
        content_type = response.headers.get("Content-Type", "")
        file = file_of(address, content_type) if response.status_code == 200 else None
        if file is None:
            return entry
        entry["page"] = content_type.startswith("text/html")
        target = self.beside / ("pages" if entry["page"] else "copy") / file
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("wb") as kept:
            kept.writelines(response)
        if entry["page"]:
            entry["links"] = links_of(target.read_text("utf-8"), address)
        return entry | {"file": file}

    def _keep_static(self, address):
        """Copy a static file; return its place, or None when there is none."""
        path = unquote(urlsplit(address).path)
        name = path.removeprefix(settings.STATIC_URL)
        found = finders.find(name)
        if staticfiles_storage.exists(name):
            found = staticfiles_storage.path(name)
        file = file_of(address, "")
        if not found or not file:
            return None
        target = self.beside / "copy" / file
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(Path(found), target)
        return file

    def _get(self, address):
        response = self.client.get(address, secure=self.secure)
        if response.status_code >= 500:
            raise CopyError(f"{address} answered {response.status_code}. Run again to go on from there.")
        return response


def is_copied(address):
    """Say whether an address is part of a copy: public, and the same for everyone who asks."""
    if file_of(address, "") is None:
        return False
    try:
        match = resolve(unquote(urlsplit(address).path))
    except Resolver404:
        return False
    if match.namespaces and match.namespaces[0] in {"admin", "alerts", "comments"}:
        return match.view_name in FEEDS_OF_COMMENTS
    return match.view_name not in LEFT_OUT
