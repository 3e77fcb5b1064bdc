"""What a list of articles can be narrowed down by, and how many there are of each."""

from dataclasses import dataclass, field

from django.db.models import Count, TextField, Value
from django.db.models.functions import Cast, ExtractYear

from articles.models import ArticleGroup, ArticleTopic
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
    """The filters of one request. Values that nobody knows are kept apart, and said so."""

    all_groups: list
    groups: list = field(default_factory=list)
    topics: list = field(default_factory=list)
    year: int | None = None
    unknown: list = field(default_factory=list)

    @classmethod
    def read(cls, query):
        """Make a filter of `?for=councillors&topic=trust&year=2026`. At most one more query than without."""
        chosen = cls(all_groups=list(StakeholderGroup.objects.all()))
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

    def apply(self, articles, *, but=None):
        """Return the articles that match; `but` names one filter to leave out."""
        if self.groups and but != "groups":
            articles = articles.filter(pk__in=self._items(ArticleGroup, self.groups))
        if self.topics and but != "topics":
            articles = articles.filter(pk__in=self._items(ArticleTopic, self.topics))
        if self.year and but != "year":
            articles = articles.filter(published_at__year=self.year)
        return articles

    def _items(self, through, tags):
        return through.objects.filter(tag__in=[tag.pk for tag in tags]).values("content_object")

    def count(self, articles):
        """Fill `group_choices`, `topic_choices` and `year_choices` with one query."""
        counted = {"group": {}, "topic": {}, "year": {}}
        for what, value, name, number in self._counts(articles):
            counted[what][value] = (name, number)
        self.group_choices = [
            Choice(
                group.slug,
                group.name,
                counted["group"].get(group.slug, ("", 0))[1],
                group in self.groups,
                group,
            )
            for group in self.all_groups
        ]
        most_first = sorted(counted["topic"].items(), key=lambda item: (-item[1][1], item[1][0]))
        topics = [
            Choice(slug, name, n) for slug, (name, n) in most_first if slug not in self._slugs(self.topics)
        ]
        self.topic_choices = [
            Choice(topic.slug, topic.name, counted["topic"].get(topic.slug, ("", 0))[1], chosen=True)
            for topic in self.topics
        ] + topics[:MOST_TOPICS]
        self.year_choices = [
            Choice(year, year, n, chosen=year == str(self.year))
            for year, (_, n) in sorted(counted["year"].items(), reverse=True)
        ]

    def _slugs(self, tags):
        return {tag.slug for tag in tags}

    def _counts(self, articles):
        """Rows of (what, value, name, number). Each filter is counted as if it alone were not in use."""
        parts = []
        for what, through in [("group", ArticleGroup), ("topic", ArticleTopic)]:
            rows = through.objects.filter(content_object__in=self.apply(articles, but=f"{what}s").order_by())
            parts.append(self._part(rows, what, "tag__slug", "tag__name"))
        dated = self.apply(articles, but="year").order_by().annotate(in_year=ExtractYear("published_at"))
        parts.append(self._part(dated, "year", "in_year", "in_year"))
        return parts[0].union(*parts[1:], all=True)

    def _part(self, rows, what, value, name):
        columns = {
            "what": Value(what, TextField()),
            "value": Cast(value, TextField()),
            "label": Cast(name, TextField()),
        }
        return (
            rows.order_by()
            .values(**columns)
            .annotate(n=Count("pk"))
            .values_list("what", "value", "label", "n")
        )

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
