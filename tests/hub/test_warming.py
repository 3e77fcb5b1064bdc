"""What is loaded before the first visitor comes, and what is never loaded."""

import threading

import pytest
from django.forms.renderers import get_default_renderer
from django.template import engines

from hub.warming import warm_up

pytestmark = pytest.mark.once


def test_warming_up_compiles_the_frame_and_the_errors_and_starts_nothing_that_a_fork_would_lose():
    before = set(threading.enumerate())

    warm_up()  # a question to the database would be refused here

    (loader,) = engines["django"].engine.template_loaders
    assert {"base.html", "503.html"} <= loader.get_template_cache.keys()
    assert set(threading.enumerate()) <= before


def test_forms_do_not_load_tags_that_no_template_uses():
    assert "comments_xtd" not in get_default_renderer().engine.engine.libraries
