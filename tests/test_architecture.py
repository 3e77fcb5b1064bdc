"""The rooms of the house and the direction of their imports: from the roof to the ground, never back."""

import ast
import re
from pathlib import Path

import pytest

from scripts.prepare import ROOMS

pytestmark = pytest.mark.once

ROOT = Path(__file__).resolve().parent.parent
MODEL_LABEL = re.compile(rf"({'|'.join(ROOMS)})\.[A-Z][A-Za-z]+")
JUNK_DRAWERS = {"utils", "util", "helpers", "common", "misc"}


def imported_rooms(tree):
    """Yield the room of every import in a parsed module, and of every "room.Model" that it names as text.

    Django follows such text (a foreign key's target, a migration's model) as it follows an import.
    """
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=names):
                yield from (alias.name.split(".")[0] for alias in names)
            case ast.ImportFrom(module=module, level=0):
                yield module.split(".")[0]
            case ast.Constant(value=str(text)) if MODEL_LABEL.fullmatch(text):
                yield text.split(".")[0]


def arrows_up(room, source):
    """Return the rooms above this one that its source imports: what must be none."""
    above = ROOMS[: ROOMS.index(room)]
    return sorted({name for name in imported_rooms(ast.parse(source)) if name in above})


def modules():
    return [path for room in ROOMS for path in sorted((ROOT / room).rglob("*.py"))]


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(ROOT)))
def test_module_imports_no_room_above_its_own(path):
    assert arrows_up(path.relative_to(ROOT).parts[0], path.read_text()) == []


@pytest.mark.parametrize(
    "source",
    [
        "import articles.models",
        "from articles.models import Article",
        "from articles import models",
        "def late():\n    from articles.models import Article",
        "article = models.ForeignKey('articles.Article', on_delete=models.CASCADE)",
    ],
)
def test_an_arrow_that_points_up_is_found(source):
    assert arrows_up("places", source) == ["articles"]


@pytest.mark.parametrize(
    "source",
    [
        "from content.models import Person",
        "from places.models import Place",
        "from . import models",
        "import django_comments",
        "from django.contrib.redirects.models import Redirect",
        "topics = TaggableManager(through='content.Topic')",
    ],
)
def test_an_arrow_that_points_down_or_outside_is_allowed(source):
    assert arrows_up("places", source) == []


def test_no_module_is_a_junk_drawer():
    assert [path for path in modules() if path.stem in JUNK_DRAWERS] == []


def test_only_content_compares_publication_dates():
    """What "published" means is decided in one file (and by the database's rules in migrations)."""
    elsewhere = [
        str(path.relative_to(ROOT))
        for path in modules()
        if path.relative_to(ROOT).parts[0] != "content"
        and re.search(r"\b(published|withdrawn|removed)_at__(l|g)te?\b", path.read_text())
    ]
    assert elsewhere == []
