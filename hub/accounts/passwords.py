"""Words that anybody would try first: a password may hold them, but not be made of them."""

from django.core.exceptions import ValidationError

OWN_WORDS = {
    "systems", "system", "leadership", "leader", "hub", "health", "social", "care", "council", "councillor",
    "local", "government", "nhs", "england", "admin", "administrator", "editor", "writer", "moderator",
    "staff", "password", "welcome", "letmein",
}  # fmt: skip
NEEDED = 8  # letters and digits besides


class OwnWordsValidator:
    """Refuses a password of which little is left without the Hub's own words."""

    def validate(self, password, user=None):
        rest = password.casefold()
        for word in sorted(OWN_WORDS, key=len, reverse=True):
            rest = rest.replace(word, "")
        if rest != password.casefold() and sum(map(str.isalnum, rest)) < NEEDED:
            raise ValidationError(self.get_help_text(), code="own_words")

    def get_help_text(self):
        return (
            "Your password needs more in it than words such as “leadership”, “hub”, “council” or “password”."
        )
