"""A real browser for the tests: the system's Chromium, watched for anything a visitor's would report."""

import os

import pytest
from axe_playwright_python.base import AxeResults
from axe_playwright_python.sync_playwright import Axe

from tests.browser.chromium import FLAGS, find_chromium

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
ALL_RULES = {"runOnly": {"type": "tag", "values": RULES}, "resultTypes": ["violations"]}
COLOUR_RULES = {"runOnly": ["color-contrast", "link-in-text-block"], "resultTypes": ["violations"]}


@pytest.fixture(scope="session", autouse=True)
def allow_database_beside_the_browser():
    """Let fixtures use the database although the browser's event loop runs in this thread."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        yield


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    """Start the system's Chromium; skip with the reason where there is none, but fail in CI."""
    path = find_chromium()
    if not path:
        reason = "Chromium is not installed (Debian: apt-get install chromium)"
        pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)
    return {**browser_type_launch_args, "executable_path": path, "args": FLAGS}


@pytest.fixture(scope="session")
def base_url(live_server):
    """Let `page.goto("/news/")` mean our own server."""
    return live_server.url


@pytest.fixture
def new_context(new_context, base_url):
    """Open browser contexts as usual; fail the test if any page in them had something to complain about."""
    complaints = []

    def open_watched(**options):
        context = new_context(**options)
        watch(context, complaints, base_url)
        return context

    yield open_watched
    assert complaints == []


def watch(context, complaints, own_address):
    """Collect script errors, console errors, CSP violations, and requests that fail or leave our site."""
    context.expose_binding("reportViolation", lambda _, text: complaints.append(f"CSP violation: {text}"))
    context.add_init_script(
        "document.addEventListener('securitypolicyviolation', event =>"
        " reportViolation(`${event.violatedDirective} ${event.blockedURI} on ${event.documentURI}`))"
    )
    context.on("weberror", lambda error: complaints.append(f"script error: {error.error}"))
    context.on("console", lambda message: complain_of_console(message, complaints))
    context.on("response", lambda response: complain_of_response(response, complaints))
    context.on(
        "request",
        lambda request: (
            request.url.startswith((own_address, "data:", "about:", "blob:"))
            or complaints.append(f"third-party request: {request.url}")
        ),
    )


def complain_of_console(message, complaints):
    # A page that answers 404 on purpose is an error to the console; complain_of_response judges those.
    if message.type == "error" and not message.text.startswith("Failed to load resource"):
        complaints.append(f"console: {message.text}")


def complain_of_response(response, complaints):
    if response.status >= 400 and response.request.resource_type != "document":
        complaints.append(f"{response.status} for {response.url}")


def kept_in_browser(page):
    """Return the names of all that our pages left in a browser: cookies and every kind of storage."""
    return [cookie["name"] for cookie in page.context.cookies()] + page.evaluate(
        """async () => [
            ...Object.keys(localStorage), ...Object.keys(sessionStorage), ...await caches.keys(),
            ...(await indexedDB.databases()).map(each => each.name),
            ...(await navigator.serviceWorker.getRegistrations()).map(each => each.scope),
        ]"""
    )


@pytest.fixture
def assert_accessible():
    """Return a function that fails when axe finds anything on the page at this width, in light or dark.

    The rules are WCAG 2.0 to 2.2, A and AA, and axe's best practices. The dark scheme changes colours
    and nothing else, so it is asked about colours, and only `dark_within` a part where the rest is known.
    """

    def check(page, *, width=1280, dark_within="html"):
        page.set_viewport_size({"width": width, "height": 900})
        for scheme, rules, part in [("light", ALL_RULES, "html"), ("dark", COLOUR_RULES, dark_within)]:
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            found = violations(page, rules, part)
            where = f"{page.url} at {width}px, {scheme}"
            assert found.violations_count == 0, f"{where}:\n{found.generate_report()}"

    return check


def violations(page, rules, part="html"):
    """Return what axe finds in a part of the page, and nothing of what it passed, which is much to carry."""
    if page.evaluate("typeof axe") == "undefined":
        page.evaluate(Axe().axe_script)
    ask = "([part, rules]) => axe.run(part, rules).then(({violations}) => ({violations}))"
    return AxeResults(page.evaluate(ask, [part, rules]))
