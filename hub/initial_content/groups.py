"""What each group is advised to read first."""

from articles.models import Article, ReadFirst
from content.models import StakeholderGroup
from hub.initial_content.reading import prose
from publications.models import Publication

MODELS = {"article": Article, "publication": Publication}


def build():
    """Make the rows that `read_first` of each group names, as “kind slug”."""
    for slug, words in prose("groups").items():
        group = StakeholderGroup.objects.get(slug=slug)
        for order, named in enumerate(words["read_first"], start=1):
            kind, _, slug = named.partition(" ")
            item = MODELS[kind].objects.get(slug=slug)
            ReadFirst.objects.create(group=group, order=order, **{kind: item})
