from xml.etree import ElementTree

from content.weave import weave_svg


def test_weave_is_the_same_for_the_same_slug():
    weave_svg.cache_clear()
    first = weave_svg("a-slug", groups=(3, 5))
    weave_svg.cache_clear()

    assert weave_svg("a-slug", groups=(3, 5)) == first


def test_weave_differs_between_slugs():
    assert weave_svg("a-slug") != weave_svg("another-slug")


def test_weave_is_hidden_from_screen_readers():
    assert ElementTree.fromstring(weave_svg("a-slug")).get("aria-hidden") == "true"  # noqa: S314 (our own text)
