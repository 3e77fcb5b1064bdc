import pytest
from django.core.exceptions import ValidationError

from content import dates


@pytest.mark.parametrize(
    ("text", "words"),
    [("2015", "2015"), ("2015-10", "October 2015"), ("2015-10-03", "3 October 2015"), ("", "")],
)
def test_in_words_says_no_more_than_is_known(text, words):
    assert dates.in_words(text) == words


@pytest.mark.parametrize("text", ["2015", "2015-02", "2016-02-29"])
def test_validate_partial_date_accepts(text):
    assert dates.validate_partial_date(text) is None


@pytest.mark.parametrize(
    "text", ["15", "2015-13", "2015-02-30", "2015-1", "October 2015", "2015-10-03T00", "2015\n"]
)
def test_validate_partial_date_refuses(text):
    with pytest.raises(ValidationError):
        dates.validate_partial_date(text)
