"""The watch over browser pages must notice what it is there for."""

import pytest

from tests.browser.conftest import kept_in_browser, watch

pytestmark = pytest.mark.once

OURS = "http://hub.example.org"
POLICY = {"Content-Security-Policy": "default-src 'self'", "Content-Type": "text/html"}


@pytest.mark.parametrize(
    ("body", "complaint"),
    [
        ("<script>document.title = 'inline'</script>", "CSP violation: script-src-elem inline"),
        ("<p style='color: red'>Red</p>", "CSP violation: style-src-attr inline"),
        (
            "<img src='http://elsewhere.example/a.png' alt=''>",
            "third-party request: http://elsewhere.example",
        ),
        ("<img src='/missing.png' alt=''>", "404 for http://hub.example.org/missing.png"),
        ("<script src='/broken.js'></script>", "script error: broken"),
        ("<script src='/complaining.js'></script>", "console: mind the gap"),
        ("<p>Good</p>", None),
    ],
)
def test_watch_collects_complaints(browser, body, complaint):
    context, complaints = browser.new_context(), []
    answers = {
        "/": {"body": f"<!doctype html><title>A page</title>{body}", "headers": POLICY},
        "/broken.js": {"body": "throw new Error('broken')", "content_type": "text/javascript"},
        "/complaining.js": {"body": "console.error('mind the gap')", "content_type": "text/javascript"},
    }
    context.route(
        f"{OURS}/**",
        lambda route: route.fulfill(**answers.get(route.request.url.removeprefix(OURS), {"status": 404})),
    )
    watch(context, complaints, OURS)
    page = context.new_page()
    page.goto(f"{OURS}/", wait_until="networkidle")
    context.close()
    assert any(text.startswith(complaint) for text in complaints) if complaint else complaints == []


@pytest.mark.parametrize(
    ("leave", "left"),
    [
        ("document.cookie = 'crumb=1'", ["crumb"]),
        ("localStorage.setItem('local', 1)", ["local"]),
        ("sessionStorage.setItem('session', 1)", ["session"]),
        ("caches.open('cache')", ["cache"]),
        ("new Promise(done => indexedDB.open('base').onsuccess = done).then(() => 0)", ["base"]),
        ("0", []),
    ],
)
def test_what_a_page_leaves_behind_is_seen(browser, leave, left):
    context = browser.new_context()
    context.route("**", lambda route: route.fulfill(body="<!doctype html><title>A page</title>"))
    page = context.new_page()
    page.goto("http://localhost/")
    page.evaluate(f"async () => {{ await ({leave}); }}")

    assert kept_in_browser(page) == left
    context.close()
