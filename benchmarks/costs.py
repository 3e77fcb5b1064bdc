"""What each type of page costs, cached and not, and how that grows with the content."""

import sqlite3
import time
from contextlib import ExitStack, closing, contextmanager
from functools import partial
from pathlib import Path
from statistics import median
from urllib.parse import urlsplit

from benchmarks.server import Server, running
from benchmarks.sites import site
from benchmarks.visitor import BROWSER, UNCACHED, ask, cost, rate

RATES = ["ms", "× bare", "/s", "/s of 16"]
HEAD = ["page", "queries", "bytes", *(f"{way} {each}" for way in ("uncached", "cached") for each in RATES)]
HEAD += ["304 × bare", "first × bare"]
CONNECTIONS = 16
MORE = 10  # times as many requests of ready pages, which take a tenth of the time
LEGEND = """Medians of the rounds. Uncached: what a reader with a cookie gets. × bare: processor time as a
ratio to a bare Django view's, measured just before. First: the same once after each change of public content,
when no part of the page is ready (decision 8); what follows after the answer, in the search index, is
awaited and not counted. /s: answers a second over one connection (and over 16), as a ratio, too. The Hub is
served as deploy/gunicorn.conf.py says, the bare view by gunicorn with as many threads (`gthread`, its own
settings): what an empty Django project costs before anyone tunes it."""


def report(options, say):
    """Print a table for each size and one of the growth."""
    say(LEGEND)
    with ExitStack() as until_the_end:
        bare = until_the_end.enter_context(running("benchmarks.bare"))
        hubs = {size: until_the_end.enter_context(hub_of(size)) for size in options.sizes}
        asked = {url: {options.sizes[0]: elsewhere(url, options.against_pid)} for url in options.against}
        for size, (server, pages, change) in hubs.items():
            for name, page in pages.items():
                asked.setdefault(name, {})[size] = server, page["address"], change
        figures = measure(bare, asked, options)
        for size, (server, pages, _) in hubs.items():
            _table(figures, size, server, pages, say)
    if len(options.sizes) > 1:
        _growth(figures, options.sizes, say)


@contextmanager
def hub_of(size):
    """Serve a Hub of this size; yields (server, its pages, a function that changes its public content)."""
    with site(size) as (environment, pages), running("hub.wsgi", **environment) as server:
        yield server, pages, partial(change_content, Path(environment["HUB_VAR"]) / "hub.sqlite3")


def elsewhere(url, pid):
    """Return (Server, path, None) of a page of another site, whose content we cannot change."""
    parts = urlsplit(url)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Server(port, pid, parts.hostname, tls=parts.scheme == "https"), path, None


def change_content(database):
    """Let public content be another from now on, and wait until the server looks for that again."""
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute(
            "INSERT INTO content_generation (id, number) VALUES (1, 1)"
            " ON CONFLICT (id) DO UPDATE SET number = number + 1"
        )
    time.sleep(1.1)


def measure(bare, asked, options):
    """Return {page: {size: {way: [(figure, that of the bare view)]}}} for {page: {size: what to ask}}.

    All take turns, the sizes of a page at once, so that noise hits all.
    """
    times = options.times
    figures = {name: {size: {} for size in sizes} for name, sizes in asked.items()}
    ask(bare, "/", BROWSER, times)
    for name, sizes in asked.items():
        for size, (server, path, _) in sizes.items():
            _, figures[name][size]["bytes"], figures[name][size]["etag"] = ask(server, path, BROWSER, 3)
    for _ in range(options.rounds):
        for name, sizes in asked.items():
            basis = one_round(bare, "/", None, times * MORE // 4)
            for size, (server, path, _) in sizes.items():
                found = figures[name][size]
                for way, figure in one_round(server, path, found["etag"], times).items():
                    found.setdefault(way, []).append((figure, basis[way]))
            for size, (server, path, change) in sizes.items():
                if change:
                    change()
                    figure = cost(server, path, UNCACHED, 1)[0], basis["uncached"]
                    figures[name][size].setdefault("first", []).append(figure)
                    server.settle()
    return figures


def one_round(server, path, etag, times):
    """Return {way: figure} of one page in one round."""
    ask(server, path, BROWSER, 1)
    known = BROWSER | ({"If-None-Match": etag} if etag else {})
    found = {"304": cost(server, path, known, times * MORE)[0]}
    for way, headers, many in (("uncached", UNCACHED, times), ("cached", BROWSER, times * MORE)):
        found[way], found[f"{way} /s"] = cost(server, path, headers, many)
        found[f"{way} /s of 16"] = rate(server, path, headers, max(times, CONNECTIONS) * 2, CONNECTIONS)
    return found


def ratio(pairs):
    """Return the median of figure over basis; None where there is no figure."""
    ratios = [figure / basis for figure, basis in pairs if basis and figure is not None]
    return median(ratios) if ratios else None


def _table(all_figures, size, hub, pages, say):
    figures = {name: sizes[size] for name, sizes in all_figures.items() if size in sizes}
    basis = next(iter(figures.values()))
    bare = {way: median(pair[1] for pair in basis[way]) for way in ("cached", "cached /s", "cached /s of 16")}
    say(f"\n## {size}× content\n")
    say(
        f"Bare view: {bare['cached']:.3f} ms, {bare['cached /s']:.0f} answers a second over one connection,"
        f" {bare['cached /s of 16']:.0f} over 16. A worker of the Hub: {hub.memory_mb():.0f} MB.\n"
    )
    say(f"| {' | '.join(HEAD)} |\n{'|---' * len(HEAD)}|")
    for name, found in figures.items():
        row = [name, pages.get(name, {}).get("queries", "–"), found["bytes"]]
        for way in ("uncached", "cached"):
            figure = found[way][0][0] is not None and median(pair[0] for pair in found[way])
            row += [f"{figure:.2f}" if figure else "–", _short(ratio(found[way]))]
            row += [_short(ratio(found[f"{way}{rest}"])) for rest in (" /s", " /s of 16")]
        row += [_short(ratio(found["304"])), _short(ratio(found.get("first", [])))]
        say(f"| {' | '.join(map(str, row))} |")


def _growth(figures, sizes, say):
    say(f"\n## Growth\n\nUncached, × bare, at {sizes[0]}× the content and more; pages hold as many items.\n")
    head = ["page", *(f"{size}×" for size in sizes), f"{sizes[-1]}× / {sizes[0]}×"]
    say(f"| {' | '.join(head)} |\n{'|---' * len(head)}|")
    for name, found in figures.items():
        ratios = [ratio(found[size]["uncached"]) if size in found else None for size in sizes]
        last = ratios[-1] / ratios[0] if ratios[0] and ratios[-1] else None
        say(f"| {name} | {' | '.join(map(_short, ratios))} | {_short(last)} |")


def _short(number):
    return "–" if number is None else f"{number:.2f}"
