"""Collections in TREC form: documents, queries, judgements; and the two measures."""

import math
import re
from typing import NamedTuple

DOCUMENT = re.compile(r"<DOC>(.*?)</DOC>", re.DOTALL | re.IGNORECASE)
TOPIC = re.compile(
    r"<num>(?:\s*Number:)?\s*(\S+?)\s*(?:</num>)?\s*<title>\s*(.*?)\s*(?:</title>|<desc>|</top>)", re.DOTALL
)


class Text(NamedTuple):
    """One document."""

    number: str
    title: str
    text: str


def documents(folder):
    """Yield the documents of every *.trec file: <DOC> with <DOCNO>, and <TITLE> and <TEXT> if there are."""
    for path in sorted(folder.glob("*.trec")):
        for found in DOCUMENT.finditer(path.read_text(encoding="utf-8", errors="replace")):
            text = " ".join(part(found[1], "TEXT") or part(found[1], "BODY"))
            title = " ".join(part(found[1], "TITLE") or part(found[1], "HEADLINE")) or text[:80]
            yield Text(part(found[1], "DOCNO")[0], title, text)


def part(text, name):
    """Return the contents of every element of a name, without tags, on one line each."""
    found = re.findall(rf"<{name}>(.*?)</{name}>", text, re.DOTALL | re.IGNORECASE)
    return [" ".join(re.sub(r"<[^>]*>", " ", each).split()) for each in found]


def queries(folder):
    """Return {number: text} of queries.tsv (number, tab, text) or of a TREC topic file named topics."""
    path = folder / "queries.tsv"
    if path.exists():
        lines = path.read_text(encoding="utf-8").splitlines()
        return dict(line.split("\t", 1) for line in lines if line.strip())
    return {number: " ".join(text.split()) for number, text in TOPIC.findall((folder / "topics").read_text())}


def judgements(folder):
    """Return {query: {document: grade}} of qrels.txt, the judged and irrelevant left out."""
    judged = {}
    for line in (folder / "qrels.txt").read_text().splitlines():
        if line.strip():
            query, _, document, grade = line.split()
            if int(grade) > 0:
                judged.setdefault(query, {})[document] = int(grade)
    return judged


def ndcg(found, grades, depth=10):
    """Return normalised discounted cumulative gain of a ranking: 1 when the best come first."""
    gains = sum(grades.get(document, 0) / math.log2(rank + 2) for rank, document in enumerate(found[:depth]))
    ideal = sorted(grades.values(), reverse=True)[:depth]
    return gains / sum(grade / math.log2(rank + 2) for rank, grade in enumerate(ideal))


def recall(found, grades, depth=100):
    """Return the share of the relevant documents among the first of a ranking."""
    return len(grades.keys() & set(found[:depth])) / len(grades)
