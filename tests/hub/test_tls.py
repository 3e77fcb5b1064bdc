"""S27: what our nginx recipe lets a browser speak: TLS 1.2 and 1.3, forward secrecy, and nothing older."""

import socket
import ssl
import warnings
from contextlib import contextmanager

import pytest

from tests.network import free_port
from tests.nginx import make_certificate, recipe, running

pytestmark = pytest.mark.once
V = ssl.TLSVersion
OURS = r"^    ssl_(?:protocols|ciphers) [^\n]*"
ANYTHING = "ssl_protocols TLSv1 TLSv1.1 TLSv1.2; ssl_ciphers ALL:@SECLEVEL=0;"
PLAIN = "ECDHE-ECDSA-AES128-SHA"  # a cipher of TLS 1.2 that we refuse
HTTP = """\
server {{
    listen 127.0.0.1:{port} ssl; return 204;
    ssl_certificate {folder}/fullchain.pem; ssl_certificate_key {folder}/key.pem;
    {tls}
}}
"""


@contextmanager
def serving(folder, tls):
    """Run an nginx that speaks this; yield its port."""
    port = free_port()
    make_certificate(folder)
    with running(folder, port, HTTP.format(folder=folder, port=port, tls=tls)):
        yield port


def spoken(port, version, ciphers="ALL"):
    """Return (version, cipher) that the server agrees to of those offered, or None."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    context.set_ciphers(f"{ciphers}:@SECLEVEL=0")
    with warnings.catch_warnings(action="ignore"):  # old versions are what we ask about
        context.minimum_version, context.maximum_version = version, version
    with socket.create_connection(("127.0.0.1", port), timeout=20) as plain:
        try:
            with context.wrap_socket(plain) as secure:
                return secure.version(), secure.cipher()[0]
        except (ssl.SSLError, ConnectionError):
            return None


def test_s27_old_versions_and_plain_ciphers_are_refused(tmp_path):
    with serving(tmp_path, recipe(OURS)) as port:
        assert [spoken(port, version) for version in [V.TLSv1, V.TLSv1_1]] == [None, None]
        assert spoken(port, V.TLSv1_2, PLAIN) is None
        assert spoken(port, V.TLSv1_2)[1].startswith("ECDHE-")
        assert spoken(port, V.TLSv1_3)[0] == "TLSv1.3"


def test_what_we_refuse_would_be_spoken_by_another_server(tmp_path):
    """The control: an nginx that takes anything, so that it is not this client who cannot speak it."""
    with serving(tmp_path, ANYTHING) as port:
        if not spoken(port, V.TLSv1):
            pytest.skip("this OpenSSL speaks nothing old, so there is no control")
        assert spoken(port, V.TLSv1_1)
        assert spoken(port, V.TLSv1_2, PLAIN)
