"""S4 in full: every screen of every model; tests/browser/test_admin.py has the test, and one of each kind."""

from tests.browser.conftest import (  # noqa: F401 (fixtures)
    allow_database_beside_the_browser,
    base_url,
    browser_type_launch_args,
    new_context,
)
from tests.browser.test_admin import (  # noqa: F401
    administrator,
    desk,
    pytestmark,
    test_no_screen_of_the_admin_has_a_complaint,
)
