"""A visitor who asks the same thing many times over one connection, and reads every answer."""

import http.client
import threading
import time

BROWSER = {"Accept-Encoding": "br, gzip"}
UNCACHED = BROWSER | {"Cookie": "visitor=1"}  # any cookie keeps the page cache out of the way


def connect(server):
    kind = http.client.HTTPSConnection if server.tls else http.client.HTTPConnection
    return kind(server.host, server.port, timeout=60)


def ask(server, path, headers, times):
    """Return (status, bytes of the last answer, its ETag); raises RuntimeError for an error."""
    connection = connect(server)
    for _ in range(times):
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        body = answer.read()
        if answer.status >= 400:
            raise RuntimeError(f"{path} answers {answer.status}")
    connection.close()
    return answer.status, len(body), answer.getheader("ETag")


def cost(server, path, headers, times):
    """Return (the server's processor ms for one answer, answers a second); no ms for a site elsewhere."""
    before, started = server.processor_ms(), time.monotonic()
    ask(server, path, headers, times)
    seconds = time.monotonic() - started
    return None if before is None else (server.processor_ms() - before) / times, times / seconds


def rate(server, path, headers, times, connections):
    """Return the answers a second that so many connections get together."""
    each = max(times // connections, 1)
    threads = [threading.Thread(target=ask, args=(server, path, headers, each)) for _ in range(connections)]
    started = time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return each * connections / (time.monotonic() - started)
