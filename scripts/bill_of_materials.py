"""Writes what the running site is made of: requirements/sbom.json (CycloneDX) and docs/dependencies.md.

Both are made from the locked requirements, the reasons in pyproject.toml and what the installed packages say
of their licences. They hold no date, so that the same lock gives the same files.
"""

import json
import re
import tomllib
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCK, PROJECT = ROOT / "requirements" / "runtime.txt", ROOT / "pyproject.toml"
SBOM, TABLE = ROOT / "requirements" / "sbom.json", ROOT / "docs" / "dependencies.md"
PIN = re.compile(r"^([a-z0-9-]+)(?:\[[^\]]*\])?==([^\s;]+)", re.MULTILINE)
HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")
HEAD = """# What the running site is made of

Made by `make lock`; a test fails when it is not current. The same with the hash of every file, for programs:
[`requirements/sbom.json`](../requirements/sbom.json) (CycloneDX 1.6).

| package | version | licence | why |
| --- | --- | --- | --- |
"""


def components():
    """Return [(name, version, licence, hashes)] of every pinned package that this system installs."""
    parts = re.split(r"^(?=\S)", LOCK.read_text(), flags=re.MULTILINE)
    found = []
    for part in parts:
        if pin := PIN.match(part):
            licence = licence_of(pin[1])
            if licence is not None:
                found.append((pin[1], pin[2], licence, HASH.findall(part)))
    return found


def licence_of(name):
    """Return what an installed package says of its licence; None for one that is for other systems."""
    try:
        about = metadata(name)
    except PackageNotFoundError:
        return None
    classifiers = [each for each in about.get_all("Classifier", []) if each.startswith("License ::")]
    said = about.get("License-Expression") or (about.get("License") or "").strip().partition("\n")[0]
    return said or (classifiers[0].rpartition(" :: ")[2] if classifiers else "not stated")


def reasons():
    """Return {name: reason} of the packages that pyproject.toml asks for by name."""
    lines = [line.strip() for line in PROJECT.read_text().splitlines()]
    found = {}
    for wanted in tomllib.loads(PROJECT.read_text())["project"]["dependencies"]:
        above = lines[lines.index(f'"{wanted}",') - 1]
        found[re.match(r"[a-z0-9-]+", wanted)[0]] = above.removeprefix("# ")
    return found


def sbom():
    """Return the bill of materials as CycloneDX JSON."""
    told = [
        {
            "type": "library",
            "bom-ref": f"pkg:pypi/{name}@{version}",
            "name": name,
            "version": version,
            "purl": f"pkg:pypi/{name}@{version}",
            "licenses": [{"license": {"name": licence}}],
            "hashes": [{"alg": "SHA-256", "content": each} for each in hashes],
        }
        for name, version, licence, hashes in components()
    ]
    project = tomllib.loads(PROJECT.read_text())["project"]
    about = {"component": {"type": "application", "name": project["name"], "version": project["version"]}}
    document = {"bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1}
    return json.dumps(document | {"metadata": about, "components": told}, indent=1) + "\n"


def table():
    """Return the list for people, in Markdown."""
    why = reasons()
    rows = [
        f"| {name} | {version} | {licence} | {why.get(name, 'needed by another')} |"
        for name, version, licence, _ in components()
    ]
    return HEAD + "\n".join(rows) + "\n"


if __name__ == "__main__":
    SBOM.write_text(sbom())
    TABLE.write_text(table())
