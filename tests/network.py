"""Keeps tests on this machine: what Python's sockets are asked to reach elsewhere is refused, and noted.
Finds them a port here, too.

Programs that a test starts, and libraries in C that have sockets of their own, are not heard.
"""

import ipaddress
import socket
import sys

ARGUMENT = {  # of Python's audit events: which argument has the address
    "socket.connect": 1,
    "socket.sendto": 1,
    "socket.sendmsg": 1,
    "socket.getaddrinfo": 0,
    "socket.gethostbyname": 0,
}
reached = []  # for, by whoever runs now


def watch():
    """Begin; it lasts for as long as the process does."""
    sys.addaudithook(refuse_elsewhere)


def refuse_elsewhere(event, arguments):
    if event not in ARGUMENT or getattr(arguments[0], "family", None) == getattr(socket, "AF_UNIX", None):
        return
    address = arguments[ARGUMENT[event]]
    host = address[0] if isinstance(address, tuple) else address
    if asks_elsewhere(host, is_lookup=ARGUMENT[event] == 0):
        reached.append(f"{event} {host}")
        raise ConnectionRefusedError(f"Tests ask nobody elsewhere: {host}")


def asks_elsewhere(host, is_lookup):
    """Say whether using or looking up a host, as sockets take it, asks another machine."""
    host = host.decode() if isinstance(host, bytes) else host
    if host in {None, "", "localhost"}:
        return False
    try:
        address = ipaddress.ip_address(str(host).partition("%")[0])
    except ValueError:
        return True
    return not (is_lookup or address.is_loopback or address.is_unspecified)


def check():
    """Fail if anything was reached for since the last time."""
    asked = reached.copy()
    reached.clear()
    assert asked == [], f"The test reached for another machine: {asked}"


def free_port():
    """Return a port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
