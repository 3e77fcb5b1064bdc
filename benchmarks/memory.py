"""Memory of a worker over 10,000 mixed requests"""

import random

from benchmarks.server import running
from benchmarks.visitor import BROWSER, UNCACHED, connect

REQUESTS = 10_000
LOOKS = 10


def report(environment, pages, say):
    """Print the proportional set size ten times on the way, and how far it moved over the last half."""
    sizes = []
    with running("hub.wsgi", **environment) as server:
        asked = mixed(pages)
        for _ in range(LOOKS):
            browse(server, [next(asked) for _ in range(REQUESTS // LOOKS)])
            sizes.append(server.memory_mb())
    half = sizes[LOOKS // 2 - 1 :]
    say(f"- MB after each tenth: {', '.join(f'{size:.1f}' for size in sizes)}")
    say(f"- In the end {sizes[-1]:.0f} MB (≤ 120); over the last half {max(half) - half[0]:+.1f} MB at most")


def mixed(pages):
    """Yield (path, headers) for ever: page types by chance, one in four past the page cache, searches new."""
    dice = random.Random(20261122)
    addresses = [page["address"] for page in pages.values()]
    words = ["council", "budget", "carer", "voice", "prevention", "discharge", "school", "story"]
    while True:
        path = dice.choice(addresses)
        if path.startswith("/search/"):
            path = f"/search/?q={dice.choice(words)}+{dice.choice(words)}&page={dice.randint(1, 3)}"
        yield path, dice.choice([BROWSER, BROWSER, BROWSER, UNCACHED])


def browse(server, requests):
    connection = connect(server)
    for path, headers in requests:
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        answer.read()
        if answer.status >= 500:
            raise RuntimeError(f"{path} answers {answer.status}")
    connection.close()
