"""The README names every setting, the handbooks every command and timer; and nothing that is gone."""

import re

import pytest
from django.conf import settings
from django.core.management import get_commands

pytestmark = pytest.mark.once
DOCS = [settings.BASE_DIR / "README.md", *sorted((settings.BASE_DIR / "docs").rglob("*.md"))]


def test_readme_lists_every_environment_variable():
    code = (settings.BASE_DIR / "hub" / "settings.py").read_text(encoding="utf-8")
    readme = (settings.BASE_DIR / "README.md").read_text(encoding="utf-8")

    read = set(re.findall(r'env\w*\(\s*"([A-Z_]+)"', code))
    listed = set(re.findall(r"^\| `([A-Z_]+)` \|", readme, re.MULTILINE))

    assert read == listed


@pytest.mark.parametrize("page", DOCS, ids=lambda page: page.stem)
def test_every_file_that_a_page_links_to_exists(page):
    links = [link for link in re.findall(r"\]\(([^)#]+)\)", page.read_text()) if "://" not in link]

    assert [link for link in links if not (page.parent / link).exists()] == []


def test_handbooks_name_every_command_of_ours():
    modules = settings.BASE_DIR.glob("*/management/commands/*.py")
    ours = {path.stem for path in modules} - {"__init__", "create_demo_staff"}  # `make run` calls that one
    words = set(re.findall(r"\w+", "".join(page.read_text() for page in DOCS)))

    assert ours - words == set()


def test_handbook_of_operators_names_no_command_that_is_gone():
    handbook = (settings.BASE_DIR / "docs" / "operators.md").read_text()
    named = re.findall(r"(?:`|manage\.py |hub@)([a-z]+_[a-z_]+)\b", handbook)

    assert [name for name in named if name not in get_commands()] == []


def test_handbook_of_operators_names_every_timer():
    handbook = (settings.BASE_DIR / "docs" / "operators.md").read_text()
    timers = (settings.BASE_DIR / "deploy" / "systemd").glob("hub@*.timer")

    assert [timer.stem for timer in timers if f"| `{timer.stem.partition('@')[2]}` |" not in handbook] == []


def test_handbook_of_operators_names_every_part_of_chaos():
    handbook = (settings.BASE_DIR / "docs" / "operators.md").read_text()
    parts = {
        path.stem.removeprefix("test_") for path in (settings.BASE_DIR / "tests" / "chaos").glob("test_*.py")
    }

    assert set(re.findall(r"^\| `(\w+)` \| \d+ \|", handbook, re.MULTILINE)) == parts
