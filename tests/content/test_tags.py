from django.core.paginator import Paginator

from content.templatetags import hub


def test_page_numbers_stay_few_however_long_the_list():
    page = Paginator(range(20_000), 20).page(500)

    assert list(hub.page_numbers(page)) == [1, "…", 499, 500, 501, "…", 1000]


def test_partial_date_of_nothing_is_nothing():
    assert hub.partial_date("") == ""
