"""A member of staff with a browser: signs in to a served Hub's admin and sends files."""

import html
import http.client
import re
from http.cookies import SimpleCookie

from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

NOTES = re.compile(r'<li class="(?:warning|success)">(.*?)</li>', re.DOTALL)
FAULTS = re.compile(r'<ul class="errorlist"[^>]*>\s*<li>(.*?)</li>', re.DOTALL)
EMPTY_INLINES = {
    f"{name}-{part}_FORMS": 0 for name in ("creators", "sources") for part in ("TOTAL", "INITIAL")
}


class Editor:
    """One signed-in person. Requests are made one after the other."""

    def __init__(self, port, name, password):
        self.port, self.cookies = port, {}
        self._ask("GET", "/admin/login/")
        status, _ = self._ask("POST", "/admin/login/", {"username": name, "password": password})
        if status != 302:
            raise PermissionError(f"The site did not let {name} in: {status}.")

    def upload(self, publication, content):
        """Send a PDF for a publication; return (what became of it, the sentence that says why)."""
        form = {
            "title": publication.title, "slug": publication.slug, "type": "report", "language": "en",
            "licence": "unknown", "files-TOTAL_FORMS": 1, "files-INITIAL_FORMS": 0, "files-0-is_main": "on",
        }  # fmt: skip
        address = f"/admin/publications/publication/{publication.pk}/change/"
        status, page = self._ask("POST", address, form | EMPTY_INLINES, content)
        if status == 302:
            return "let in", "it is on its publication’s page"
        faults = [html.unescape(fault) for fault in FAULTS.findall(page)]
        return ("refused", faults[-1]) if status == 200 and faults else ("NEITHER", f"status {status}")

    def _ask(self, method, path, form=None, file=None):
        """Return (status, text) of one request."""
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        body = None
        if form is not None:
            fields = form | {"csrfmiddlewaretoken": self.cookies["csrf"]}
            body = encode_multipart(BOUNDARY, fields)
            if file is not None:
                body = _with_file(body, file)
            headers["Content-Type"] = MULTIPART_CONTENT
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            for line in answer.headers.get_all("Set-Cookie") or ():
                self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(line).items()}
            return answer.status, answer.read().decode()
        finally:
            connection.close()


def _with_file(body, content):
    """Return a form with a file put in front of its end."""
    head = (
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="files-0-file"; filename="upload.pdf"\r\n'
        "Content-Type: application/pdf\r\n\r\n"
    )
    return head.encode() + content + b"\r\n" + body
