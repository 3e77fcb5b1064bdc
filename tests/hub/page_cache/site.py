"""A site that stands behind the page cache in tests."""

HTML = [("Content-Type", "text/html"), ("Content-Length", "5")]


class Site:
    """A site whose every answer says how many it has given, and echoes what it was asked."""

    def __init__(self, status="200 OK", headers=HTML):
        self.status, self.headers, self.asked = status, headers, []

    def __call__(self, environ, start_response):
        self.asked.append(environ)
        start_response(self.status, self.headers)
        return [f"no {len(self.asked):>2}".encode()]
