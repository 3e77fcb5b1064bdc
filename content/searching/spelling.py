"""Spelling: British and American forms find each other; unknown words find their nearest neighbours."""

import functools
import re

OUR = (
    "arm|behavi|clam|col|demean|endeav|fav|flav|glam|harb|hon|hum|lab|misdemean|neighb|od|rig|rum|sav"
    "|splend|tum|val|vap|vig"
)
PAIRS = [  # before, British, American, after
    (r"\w{2,}", "is", "iz", "e|es|ed|ing|er|ers|ation|ations|ational|able"),
    (r"\w+", "ys", "yz", "e|es|ed|ing|er|ers"),
    (OUR, "our", "or", r"\w*"),
    ("cent|met|lit|theat|fib", "re", "er", "s|"),
    ("cent", "red", "ered", ""),
    ("program", "me", "", "s|"),
    ("counsel|model|label|level|travel|cancel|signal|channel|fuel|marshal", "l", "", "ed|ing|er|ers|or|ors"),
    ("def|off|pret|lic", "ence", "ense", "s|d|"),
    ("pract", "is", "ic", "e|es|ed|ing"),
    ("catal|dial|anal|prol|monol", "ogue", "og", "s|"),
    ("judg|acknowledg", "e", "", "ment|ments"),
    ("p|gyn|orthop|an|h", "ae", "e", r"diatr\w+|do\w+|colog\w+|dic\w*|sthe\w+|mo\w+|mat\w+"),
    ("fulfi|enro|insta|ski|wi", "l", "ll", "s|ment|ments|ful|fully|"),
    ("ag", "e", "", "ing"),
    ("art", "e", "i", "fact|facts"),
    ("gr", "ey", "ay", r"\w*"),
    ("", "en", "in", "quir(?:y|ies|e|ed|ing)"),
]
WORD = re.compile(r"[^\W_]+")
MAX_RARE = 50_000  # words; a larger vocabulary drops those that a single item has


@functools.cache
def rules():
    """Return (pattern, replacement) for both ways of each pair; few requests need them."""
    return [
        (re.compile(rf"({before}){old}({after})\Z"), rf"\g<1>{new}\g<2>")
        for before, british, american, after in PAIRS
        for old, new in ((british, american), (american, british))
    ]


@functools.lru_cache(maxsize=20_000)
def variants(word):
    """Return a word's other spellings: organisation → (organization,). Non-words among them do no harm."""
    return tuple({rule.sub(new, word) for rule, new in rules() if rule.match(word)} - {word})


class Vocabulary:
    """The index's own words as written, with the number of items that have each."""

    def __init__(self, counts):
        least = 2 if len(counts) > MAX_RARE else 1
        self.counts = {
            word: count
            for word, count in counts
            if count >= least and word.isalpha() and 3 <= len(word) <= 25
        }
        self.by_length = {}
        for word in self.counts:
            self.by_length.setdefault(len(word), []).append(word)

    def nearest(self, word):
        """Return the likeliest word at most one slip away (two in a long word), or None."""
        from rapidfuzz.distance import OSA  # noqa: PLC0415 (few searches need it, every start would wait)
        from rapidfuzz.process import extract  # noqa: PLC0415

        reach = 1 if len(word) < 6 else 2
        if not 3 <= len(word) <= 25:
            return None
        found = []
        for length in range(len(word) - reach, len(word) + reach + 1):
            choices = self.by_length.get(length, ())
            near = extract(word, choices, scorer=OSA.distance, score_cutoff=reach, limit=20)
            found += [
                (distance, choice[0] != word[0], -self.counts[choice], choice) for choice, distance, _ in near
            ]
        return min(found)[-1] if found else None


def replaced(text, replacements, plain):
    """Return the text with words exchanged; `plain` gives the form by which `replacements` knows a word."""

    def new(match):
        return replacements.get("".join(plain(match[0])), match[0])

    return WORD.sub(new, text)
