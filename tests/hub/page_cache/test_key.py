"""Who may meet the cache at all, and what of a request tells one page from another."""

import pytest

PERSONAL = [
    {"HTTP_COOKIE": "session=1"},
    {"HTTP_COOKIE": ""},
    {"HTTP_COOKIE": "x"},
    {"HTTP_AUTHORIZATION": "Basic eDp5"},
    {"HTTP_AUTHORIZATION": ""},
    {"HTTP_RANGE": "bytes=0-1"},
    {"method": "POST"},
    {"method": "PUT"},
    {"method": "OPTIONS"},
    {"method": "get"},
    {"method": "QUERY"},
    {"path": "/admin/"},
    {"path": "/admin/articles/"},
    {"path": "/static/css/hub.css"},
    {"path": "/media/x.pdf"},
    {"HTTP_HOST": "evil.example"},
    {"HTTP_HOST": "testserver.evil.example"},
    {"HTTP_HOST": ""},
    {"HTTP_HOST": "testserver:80:80"},
    {"query": "&".join(f"page={n}" for n in range(60))},
]


@pytest.mark.parametrize("request_", PERSONAL, ids=str)
def test_request_that_is_not_anybodys_never_meets_the_cache(ask, site, request_):
    ask(**request_)
    ask(**request_)

    assert (len(site.asked), len(ask.cache.pages)) == (2, 0)


@pytest.mark.parametrize("request_", PERSONAL[:6], ids=str)
def test_visitor_of_a_kind_that_is_not_cached_gets_no_ready_page(ask, site, request_):
    ask()

    assert ask(**request_)[2] == b"no  2"


WITHOUT_EFFECT = [
    {"HTTP_X_FORWARDED_HOST": "evil.example"},
    {"HTTP_X_FORWARDED_FOR": "1.2.3.4"},
    {"HTTP_X_ORIGINAL_URL": "/admin/"},
    {"HTTP_X_REWRITE_URL": "/admin/"},
    {"HTTP_X_HTTP_METHOD_OVERRIDE": "POST"},
    {"HTTP_ACCEPT_LANGUAGE": "cy"},
    {"HTTP_ACCEPT": "application/json"},
    {"HTTP_USER_AGENT": "<script>"},
    {"HTTP_REFERER": "https://evil.example"},
    {"HTTP_ORIGIN": "https://evil.example"},
    {"HTTP_IF_NONE_MATCH": '"nothing"'},
    {"query": "utm_source=x"},
    {"query": "fbclid=1&_=2"},
    {"query": "PAGE=2"},
    {"query": "%00=1"},
]


@pytest.mark.parametrize("request_", WITHOUT_EFFECT, ids=str)
def test_unkeyed_part_of_a_request_changes_no_page(ask, site, request_):
    before = ask()
    ask(**request_)

    assert (ask()[2], len(site.asked), len(ask.cache.pages)) == (before[2], 1, 1)


def test_unknown_parameters_are_hidden_from_the_page_that_is_kept(ask, site):
    ask(query="utm_source=x&page=2&topic=b&page=3&topic=a")

    assert site.asked[0]["QUERY_STRING"] == "page=2&page=3&topic=b&topic=a"


def test_visitors_own_conditions_are_hidden_from_the_page_that_is_kept(ask, site):
    ask(HTTP_IF_NONE_MATCH='"x"', HTTP_ACCEPT_ENCODING="gzip")

    assert {"HTTP_IF_NONE_MATCH", "HTTP_ACCEPT_ENCODING"}.isdisjoint(site.asked[0])


@pytest.mark.parametrize("forwarded", ["https", "http"])
def test_scheme_is_part_of_the_key(ask, settings, site, forwarded):
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    ask(HTTP_X_FORWARDED_PROTO="https")
    ask(HTTP_X_FORWARDED_PROTO=forwarded)

    assert len(site.asked) == (1 if forwarded == "https" else 2)
