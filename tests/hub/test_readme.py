"""The README names every setting, and no others."""

import re

from django.conf import settings


def test_readme_lists_every_environment_variable():
    code = (settings.BASE_DIR / "hub" / "settings.py").read_text(encoding="utf-8")
    readme = (settings.BASE_DIR / "README.md").read_text(encoding="utf-8")

    read = set(re.findall(r'env\w*\(\s*"([A-Z_]+)"', code))
    listed = set(re.findall(r"^\| `([A-Z_]+)` \|", readme, re.MULTILINE))

    assert read == listed


def test_every_file_that_the_readme_links_to_exists():
    readme = (settings.BASE_DIR / "README.md").read_text(encoding="utf-8")
    links = [link for link in re.findall(r"\]\(([^)]+)\)", readme) if "://" not in link]

    assert [link for link in links if not (settings.BASE_DIR / link).exists()] == []
