"""Marking the words of a question in a text, as pairs that a template can walk."""

from content.searching.asking import Question
from content.searching.schema import stems
from content.searching.spelling import WORD, variants


def wanted_stems(question):
    """Return the terms of a question in every spelling."""
    words = [word for clause in question.wanted for word in clause.words]
    return {term for word in words for form in (word, *variants(word)) for term in stems(form)}


def marked(text, question):
    """Return [(text, True or False), …]: the text in order, True where a word of the question stands.

    `question` is a Question or the text of one. The parts joined are the text again.
    """
    if isinstance(question, str):
        question = Question.read(question)
    terms, parts, end = wanted_stems(question), [], 0
    for word in WORD.finditer(text) if terms else ():
        if terms.intersection(stems(word[0])):
            parts += [(text[end : word.start()], False), (word[0], True)]
            end = word.end()
    return [part for part in (*parts, (text[end:], False)) if part[0]]


def from_ranges(fragment, ranges):
    """Return the same pairs from the engine's snippet: its ranges count bytes."""
    data, parts, end = fragment.encode(), [], 0
    for start, stop in ranges:
        parts += [(data[end:start].decode(), False), (data[start:stop].decode(), True)]
        end = stop
    return [part for part in (*parts, (data[end:].decode(), False)) if part[0]]
