"""S19, S21: no secret in the tree or its history; nothing dangerous in the code without a reason."""

import ast
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from scripts.prepare import ROOMS

pytestmark = pytest.mark.once
ROOT = Path(__file__).resolve().parent.parent
SHIPPED = [*ROOMS, "scripts"]

# --- S19 --------------------------------------------------------------------------------------------
SECRETS = {
    "a private key": r"-----BEGIN [A-Z ]*PRIVATE KEY-----",
    "a key of a cloud": r"\b(AKIA|ASIA)[0-9A-Z]{16}\b|\bAIza[0-9A-Za-z_-]{35}\b",
    "a token of a service": r"\bgh[pousr]_\w{36}\b|\bxox[abprs]-[\w-]{10,}|\bsk_live_\w{16,}",
    "a password in an address": r"\b[a-z][a-z0-9+]*://[^\s/:@{}\"']+:(?!(password|secret|p|pw|x|@)[@%])"
    r"[^\s/:@{}\"'%]{3,}@(?!mail|db|localhost|127\.|[\w.]*example)",
    "a key of Django": r"SECRET_KEY *[:=] *[\"'](?!make-one)[^\"'\s]{50,}[\"']",
}  # fmt: skip
SECRET = re.compile("|".join(f"({pattern})" for pattern in SECRETS.values()))
PLANTED = [
    "-----BEGIN RSA " + "PRIVATE KEY-----",
    "key = AKIA" + "ABCDEFGHIJKLMNOP",
    "token: ghp_" + "a1" * 18,
    "postgres://hub:" + "kJ8sd7fh3@hub.gov.uk/hub",
    'SECRET_KEY = "' + "q7Hj2kLm9N" * 6 + '"',
]


def git(*arguments, folder=ROOT):
    """Return what git says, also of a folder that another account owns."""
    command = ["git", "-c", "safe.directory=*", *arguments]
    done = subprocess.run(command, cwd=folder, capture_output=True, check=True)
    return done.stdout.decode("utf-8", "replace")


def secrets_in_history(folder):
    """Return every line that was ever added in any branch, or stands in the tree, and looks like a secret."""
    lines = git("log", "--all", "--patch", "--unified=0", "--format=", folder=folder).splitlines()
    return [line for line in lines if line.startswith("+") and SECRET.search(line)]


def secrets_in_tree():
    files = [ROOT / name for name in git("ls-files", "-z").split("\0") if name]
    texts = ((path, path.read_bytes().decode("utf-8", "replace")) for path in files if path.is_file())
    return [(path, found[0]) for path, text in texts for found in SECRET.finditer(text)]


@pytest.fixture
def repository():
    if not shutil.which("git") or not (ROOT / ".git").exists():
        pytest.skip("there is no git here, so there is no history")


def test_tree_and_history_hold_no_secret(repository):
    assert (secrets_in_tree(), secrets_in_history(ROOT)) == ([], [])


def test_secret_that_was_taken_back_would_be_found(tmp_path):
    """The control: one secret of each kind, written in one commit and gone in the next."""
    git("init", "--quiet", folder=tmp_path)
    who = ["-c", "user.name=N", "-c", "user.email=n@example.org"]
    for text in ["\n".join(PLANTED), ""]:
        (tmp_path / "settings.py").write_text(text)
        git("add", ".", folder=tmp_path)
        git(*who, "commit", "--quiet", "-m", "One", folder=tmp_path)

    assert [line[1:] for line in secrets_in_history(tmp_path)] == PLANTED
    assert len(PLANTED) == len(SECRETS)


def test_only_one_module_reads_the_environment():
    reads = re.compile(r"\bos\.(environ(\.get|\[(?!.*\] = ))|getenv)\b")
    readers = {path.relative_to(ROOT).parts for path in modules() if reads.search(path.read_text())}

    assert {path for path in readers if path[0] != "scripts"} == {("hub", "environment.py")}


# --- S21 --------------------------------------------------------------------------------------------


def modules():
    return [path for room in SHIPPED for path in sorted((ROOT / room).rglob("*.py"))]


def dangers(source):
    """Return what our own rules find in a module, beside what ruff finds."""
    found = []
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Name(id="require_GET") | ast.alias(name="require_GET"):
                found.append("require_GET refuses HEAD: require_safe")
            case ast.Assign(targets=[ast.Name(id="fields")], value=ast.Constant(value="__all__")):
                found.append("a form of all fields takes those that come later")
            case ast.keyword(arg="fields", value=ast.Constant(value="__all__")):
                found.append("a form of all fields takes those that come later")
            case ast.Call(
                func=ast.Attribute(value=ast.Name(id="cache"), attr="set" | "add" | "set_many" | "incr")
            ):
                found.append("a cache that cannot be written must not end a page")
            case ast.Call(func=ast.Name(id="Template") | ast.Attribute(attr="Template" | "from_string")):
                found.append("a template is a file of ours, never a text")
            case ast.Call(func=ast.Attribute(attr="raw" | "extra", value=ast.Attribute(attr="objects"))):
                found.append("raw SQL")
    return found + [line.strip() for line in source.splitlines() if re.search(r"# noqa: S\d+\s*$", line)]


def test_code_keeps_our_own_rules():
    found = {str(path.relative_to(ROOT)): dangers(path.read_text()) for path in modules()}

    assert {path: faults for path, faults in found.items() if faults} == {}


@pytest.mark.parametrize(
    "source",
    [
        "from django.views.decorators.http import require_GET",
        "class Meta:\n    fields = '__all__'",
        "modelform_factory(Article, fields='__all__')",
        "cache.set('key', page)",
        "Article.objects.raw('SELECT 1')",
        "Article.objects.extra(where=['1'])",
        "html = mark_safe(text)  # noqa: S308",
        "engine.from_string(text)",
    ],
)
def test_code_that_breaks_a_rule_would_be_found(source):
    assert len(dangers(source)) == 1


RUFFS = {  # what ruff's rules of safety have to find
    "S102": "exec(text)",
    "S301": "import pickle\npickle.loads(text)",
    "S307": "eval(text)",
    "S308": "from django.utils.safestring import mark_safe\nmark_safe(text)",
    "S602": "import subprocess\nsubprocess.run(text, shell=True)",
    "S608": "cursor.execute(f'SELECT * FROM x WHERE y = {text}')",
    "S611": "from django.db.models.expressions import RawSQL\nRawSQL(text, [])",
    "S324": "import hashlib\nhashlib.md5(text)",
    "S501": "import requests\nrequests.get('https://example.org', verify=False, timeout=1)",
}


def test_ruff_is_asked_about_safety_and_finds_what_is_planted(tmp_path):
    for rule, source in RUFFS.items():
        (tmp_path / f"{rule.lower()}.py").write_text(source)
    command = [sys.executable, "-m", "ruff", "check", "--config", ROOT / "pyproject.toml", "--no-cache"]
    said = subprocess.run([*command, "--output-format", "concise", tmp_path], capture_output=True, text=True)

    assert {
        rule for rule in RUFFS if f"{rule.lower()}.py" in said.stdout and f" {rule} " in said.stdout
    } == set(RUFFS)


def test_no_rule_of_safety_is_switched_off_for_what_is_shipped():
    lint = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["ruff"]["lint"]
    excused = {
        rule
        for folder, rules in lint["per-file-ignores"].items()
        if not folder.startswith(("tests", "benchmarks", "scripts"))
        for rule in rules
    }

    assert "S" in lint["select"]
    assert [rule for rule in {*lint["ignore"], *excused} if re.match(r"S\d", rule)] == []


UNESCAPED = re.compile(r"\{\{ ([^}|]+)\|[^}]*\bsafe\b|\{% autoescape off %\}")
MADE_BY_US = {  # rich text that the sanitiser has seen, and HTML that templates of ours have made
    "picture", "answers.html", "comment.html", "article.transcript", "case.body", "event.description",
    "place.description", "programme.description", "project.not_known", "project.tried", "publication.body",
}  # fmt: skip


def test_templates_leave_unescaped_only_what_is_clean_already():
    found = set()
    for path in sorted((ROOT / "templates").rglob("*.html")):
        found |= {match[1] or str(path) for match in UNESCAPED.finditer(path.read_text())}

    assert found == MADE_BY_US


WRITES_HTML = re.compile(
    r"\b(innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval|Function|postMessage)\b"
)


def test_scripts_write_text_and_never_html():
    scripts = sorted((ROOT / "static" / "js").glob("*.js"))

    assert scripts
    assert [path.name for path in scripts if WRITES_HTML.search(path.read_text())] == []
    assert WRITES_HTML.search("list.innerHTML = answer")
