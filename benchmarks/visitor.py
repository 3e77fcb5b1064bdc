"""A visitor who asks the same thing many times over one connection, and reads every answer."""

import http.client
import threading
import time

BROWSER = {"Accept-Encoding": "br, gzip"}
UNCACHED = BROWSER | {"Cookie": "visitor=1"}  # any cookie keeps the page cache out of the way


def ask(port, path, headers, times):
    """Return (status, bytes of the last answer, its ETag)."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    for _ in range(times):
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        body = answer.read()
    connection.close()
    return answer.status, len(body), answer.getheader("ETag")


def cost(server, path, headers, times):
    """Return the server's processor milliseconds for one answer."""
    before = server.processor_ms()
    ask(server.port, path, headers, times)
    return (server.processor_ms() - before) / times


def rate(server, path, headers, times, connections):
    """Return the answers a second that so many connections get together."""
    each = max(times // connections, 1)
    threads = [
        threading.Thread(target=ask, args=(server.port, path, headers, each)) for _ in range(connections)
    ]
    started = time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return each * connections / (time.monotonic() - started)
