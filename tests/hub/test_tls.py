"""S27: what our nginx recipe lets a browser speak: TLS 1.2 and 1.3, forward secrecy, and nothing older."""

import os
import shutil
import socket
import ssl
import subprocess
import time
import warnings

import pytest

from tests.hub.test_nginx import free_port, recipe

pytestmark = pytest.mark.once
V = ssl.TLSVersion
OURS = r"^    ssl_(?:protocols|ciphers) [^\n]*"
OLD = "ssl_protocols TLSv1 TLSv1.1 TLSv1.2; ssl_ciphers ALL:@SECLEVEL=0;"
AROUND = """\
daemon off; pid {folder}/pid; error_log {folder}/error.log; {user} events {{}}
http {{
    access_log off; client_body_temp_path {folder}; proxy_temp_path {folder}; fastcgi_temp_path {folder};
    uwsgi_temp_path {folder}; scgi_temp_path {folder};
    server {{
        listen 127.0.0.1:{port} ssl; return 204;
        ssl_certificate {folder}/cert.pem; ssl_certificate_key {folder}/key.pem;
        {tls}
    }}
}}
"""


@pytest.fixture(params=["ours", "old"])
def server(request, tmp_path):
    """Return which nginx this is, ours or one that takes anything, and its port."""
    if not (shutil.which("nginx") and shutil.which("openssl")):
        pytest.skip("nginx or openssl is not installed here")
    key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj", "/CN=hub"]
    made = ["-keyout", tmp_path / "key.pem", "-out", tmp_path / "cert.pem", "-days", "2"]
    subprocess.run(["openssl", "req", "-x509", *key, *made], check=True, capture_output=True)
    port, user = free_port(), "user root;" if os.geteuid() == 0 else ""
    tls = recipe(OURS) if request.param == "ours" else OLD
    (tmp_path / "conf").write_text(AROUND.format(folder=tmp_path, port=port, user=user, tls=tls))
    process = subprocess.Popen(["nginx", "-c", tmp_path / "conf", "-e", tmp_path / "error.log"])
    yield request.param, port
    process.terminate()
    process.wait(20)


def spoken(port, version, ciphers):
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


def wait_for(port):
    for _ in range(400):
        with socket.socket() as asking:
            if asking.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)


def test_s27_old_versions_and_plain_ciphers_are_refused(server):
    """The control is the other nginx: this client speaks all that we refuse."""
    name, port = server
    wait_for(port)
    heard = {version: spoken(port, version, "ALL") for version in [V.TLSv1, V.TLSv1_1, V.TLSv1_2]}
    plain = spoken(port, V.TLSv1_2, "ECDHE-ECDSA-AES128-SHA")

    if name == "old" and not heard[V.TLSv1]:
        pytest.skip("this OpenSSL speaks nothing old, so there is no control")
    assert [version for version, answer in heard.items() if answer] == (
        [V.TLSv1_2] if name == "ours" else [V.TLSv1, V.TLSv1_1, V.TLSv1_2]
    )
    assert bool(plain) is (name == "old")
    if name == "ours":
        assert heard[V.TLSv1_2][1].startswith("ECDHE-")
        assert spoken(port, V.TLSv1_3, "ALL")[0] == "TLSv1.3"
