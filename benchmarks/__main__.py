"""`make bench`: what each page costs, cached and not, as ratios to a bare Django view in the same run."""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile

from benchmarks.server import running
from benchmarks.visitor import BROWSER, UNCACHED, ask, cost, rate

ROUNDS = 3
HEAD = (
    "| page | queries | bytes | uncached ms | × bare | cached ms | × bare | 304 × bare | 1 conn | 16 conn |"
)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1], help="times the content of SIZES")
    parser.add_argument("--times", type=int, default=100, help="requests for a page, a way and a round")
    options = parser.parse_args()
    for size in options.sizes:
        with tempfile.TemporaryDirectory(prefix="hub-bench-") as folder:
            environment = {"HUB_DEMO": "1", "HUB_VAR": folder, "LOG_LEVEL": "ERROR"}
            pages = prepare(environment, size)
            with running("benchmarks.bare") as bare, running("hub.wsgi", **environment) as hub:
                measured = measure(bare, hub, pages, options.times)
                report(measured, pages, size, hub)


def prepare(environment, size):
    """Make a site of this size in a folder of its own; return {name: {address, queries}}."""
    environment = {**os.environ, **environment}
    for words in (["migrate", "-v0"], ["collectstatic", "--noinput", "-v0"]):
        subprocess.run([sys.executable, "manage.py", *words], env=environment, check=True)
    made = subprocess.run(
        [sys.executable, "-m", "benchmarks.generate", str(size)],
        env=environment,
        stdout=subprocess.PIPE,
        check=True,
    )
    return json.loads(made.stdout)


def measure(bare, hub, pages, times):
    """Return {name: {way: [figure of each round]}}; the ways take turns, so that noise hits all alike."""
    figures = {name: {"uncached": [], "cached": [], "304": [], "1": [], "16": []} for name in pages}
    ask(bare.port, "/", BROWSER, times)
    for page in pages.values():
        page["bytes"], page["etag"] = ask(hub.port, page["address"], BROWSER, 3)[1:]
    for _ in range(ROUNDS):
        bare_ms = cost(bare, "/", BROWSER, times * 4)
        for name, page in pages.items():
            address, found = page["address"], figures[name]
            ask(hub.port, address, BROWSER, 1)
            found["uncached"].append((cost(hub, address, UNCACHED, times), bare_ms))
            found["cached"].append((cost(hub, address, BROWSER, times * 4), bare_ms))
            known = BROWSER | {"If-None-Match": page["etag"]}
            found["304"].append((cost(hub, address, known, times * 4), bare_ms))
            found["1"].append(rate(hub, address, BROWSER, times * 4, 1))
            found["16"].append(rate(hub, address, BROWSER, times * 4, 16))
    return figures


def report(figures, pages, size, hub):
    """Print one table in Markdown: medians of the rounds."""
    bare_ms = statistics.median(pair[1] for pair in next(iter(figures.values()))["cached"])
    print(f"\n{size}× content; bare Django view {bare_ms:.3f} ms; worker {hub.memory_mb():.0f} MB\n")
    print(HEAD)
    print("|---" * HEAD.count(" |") + "|")
    for name, found in figures.items():
        row = [name, pages[name]["queries"], pages[name]["bytes"]]
        for way in ("uncached", "cached"):
            row += [f"{statistics.median(ms for ms, _ in found[way]):.2f}", ratio(found[way])]
        row += [ratio(found["304"]), *(f"{statistics.median(found[n]):.0f}" for n in ("1", "16"))]
        print("| " + " | ".join(map(str, row)) + " |", flush=True)


def ratio(pairs):
    return f"{statistics.median(ms / bare for ms, bare in pairs):.2f}"


if __name__ == "__main__":
    main()
