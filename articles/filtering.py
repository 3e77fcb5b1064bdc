"""What a list of articles can be narrowed down by, and how many there are of each."""

from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import Count, Max, TextField, Value
from django.db.models.functions import Cast, Substr

from articles.models import Article, ArticleGroup, ArticleTopic
from content.keeping import kept
from content.models import StakeholderGroup, Topic

MOST_TOPICS = 8


@dataclass
class Choice:
    """One value of a filter: its name, how many articles it would show, whether it is in use."""

    value: str
    name: str
    count: int = 0
    chosen: bool = False
    group: StakeholderGroup | None = None


@dataclass
class ArticleFilter:
    """The filters of one request, and the articles of one kind that they leave.

    Values that nobody knows are kept apart, and said so.
    """

    kind: str
    all_groups: tuple
    groups: list = field(default_factory=list)
    topics: list = field(default_factory=list)
    year: int | None = None
    unknown: list = field(default_factory=list)

    @classmethod
    def read(cls, kind, query):
        """Make a filter of `?for=councillors&topic=trust&year=2026`. At most one more query than without."""
        chosen = cls(kind, StakeholderGroup.everyone())
        wanted = {value for value in query.getlist("for")[:20] if value}
        chosen.groups = [group for group in chosen.all_groups if group.slug in wanted]
        topics = {value.replace("\x00", "") for value in query.getlist("topic")[:20]} - {""}
        chosen.topics = list(Topic.objects.filter(slug__in=topics)) if topics else []
        year = query.get("year", "")
        if len(year) == 4 and year.isascii() and year.isdigit() and year > "1900":
            chosen.year = int(year)
        elif year:
            chosen.unknown.append(year)
        known = {item.slug for item in [*chosen.groups, *chosen.topics]}
        chosen.unknown += sorted((wanted | topics) - known)
        chosen.unknown = [value[:60] for value in chosen.unknown]
        return chosen

    @property
    def key(self):
        """Name this list beside all others, for what is kept of it."""
        slugs = (tuple(sorted(self._slugs(tags))) for tags in (self.groups, self.topics))
        return (self.kind, *slugs, self.year)

    @cached_property
    def total(self):
        """How many articles there are on all pages."""
        return kept(("article total", self.key), lambda: self._articles().count())

    def cards(self, rows):
        """Return the articles on these rows of the list, a range, newest first."""
        return self._articles().newest_first().for_cards()[rows.start : rows.stop]

    def _articles(self, *, but=None):
        """The articles that match; `but` names one filter to leave out."""
        articles = Article.objects.current().filter(kind=self.kind)
        if self.groups and but != "groups":
            articles = articles.filter(pk__in=self._items(ArticleGroup, self.groups))
        if self.topics and but != "topics":
            articles = articles.filter(pk__in=self._items(ArticleTopic, self.topics))
        if self.year and but != "year":
            articles = articles.filter(published_at__year=self.year)
        return articles

    def _items(self, through, tags):
        return through.objects.filter(tag__in=[tag.pk for tag in tags]).values("content_object")

    @cached_property
    def _counts(self):
        """{what: {value: (name, number)}}. Each filter is counted as if it alone were not in use."""
        parts = []
        for what, through in [("group", ArticleGroup), ("topic", ArticleTopic)]:
            rows = through.objects.filter(content_object__in=self._articles(but=f"{what}s").order_by())
            parts.append(self._part(rows, what, "tag", "tag__slug", "tag__name"))
        # In SQL alone, which knows no time zones: at New Year, London keeps the time that rows are kept in.
        year = Substr(Cast("published_at", TextField()), 1, 4)
        parts.append(self._part(self._articles(but="year").annotate(year=year), "year", "year"))
        counted = {"group": {}, "topic": {}, "year": {}}
        for what, value, name, number in parts[0].union(*parts[1:], all=True):
            counted[what][value] = (name, number)
        return counted

    @property
    def group_choices(self):
        """All six groups, whether they find anything or not."""
        counts = self._counts["group"]
        return [
            Choice(group.slug, group.name, counts.get(group.slug, ("", 0))[1], group in self.groups, group)
            for group in self.all_groups
        ]

    @property
    def topic_choices(self):
        """The topics in use, then those that find most."""
        counts, in_use = self._counts["topic"], self._slugs(self.topics)
        most_first = sorted(counts.items(), key=lambda item: (-item[1][1], item[1][0]))
        others = [Choice(slug, name, n) for slug, (name, n) in most_first if slug not in in_use]
        chosen = [
            Choice(topic.slug, topic.name, counts.get(topic.slug, ("", 0))[1], chosen=True)
            for topic in self.topics
        ]
        return chosen + others[:MOST_TOPICS]

    @property
    def year_choices(self):
        """The years that have articles, latest first."""
        counts = sorted(self._counts["year"].items(), reverse=True)
        return [Choice(year, year, n, chosen=year == str(self.year)) for year, (_, n) in counts]

    def _slugs(self, tags):
        return {tag.slug for tag in tags}

    def _part(self, rows, what, by, value=None, name=None):
        """Count rows by one of their values, which is known to readers by others where they are given."""
        columns = {
            "what": Value(what, TextField()),
            "value": Max(Cast(value or by, TextField())),
            "label": Max(Cast(name or by, TextField())),
            "n": Count("pk"),
        }
        return rows.order_by().values(by).annotate(**columns).values_list(*columns)

    def chips(self, query):
        """Return [(name, group or None, query string without it), …] for the filters in use."""
        found = [(group.name, group, self._without(query, "for", group.slug)) for group in self.groups]
        found += [(topic.name, None, self._without(query, "topic", topic.slug)) for topic in self.topics]
        if self.year:
            found.append((str(self.year), None, self._without(query, "year", str(self.year))))
        return found

    def _without(self, query, name, value):
        left = query.copy()
        left.pop("page", None)
        left.setlist(name, [other for other in query.getlist(name) if other != value])
        return left.urlencode()
