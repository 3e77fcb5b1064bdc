import pytest


@pytest.fixture(autouse=True)
def no_waiting(settings):
    """Tests fill in a form faster than people; test_abuse.py sets the time back where it matters."""
    settings.COMMENTS_MIN_SECONDS = 0
