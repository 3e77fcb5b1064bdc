"""The six groups, and the people that the facts know by role."""

from content.models import StakeholderGroup
from hub.initial_content.reading import facts, organisation, person, prose


def build():
    for slug, words in prose("groups").items():
        StakeholderGroup.objects.create(
            slug=slug, **{key: words[key] for key in ("order", "name", "singular", "line", "summary")}
        )
    for row in facts("people"):
        someone = person(row["name"])
        someone.slug = row["id"]
        someone.role = row["role"] or ""
        someone.organisation = organisation(row["organisation"])
        someone.role_seen = str(row["year_seen"] or "")
        someone.source_title = row["source_title"] or ""
        someone.source_url = row["source_url"] or ""
        someone.save()
