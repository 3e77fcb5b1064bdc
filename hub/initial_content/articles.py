"""Our own articles, one TOML file each."""

import tomllib

from articles.models import Article, Authorship, Perspective
from content.models import Person
from hub.initial_content.reading import FIXTURES, group, morning_of, tag
from places.models import Place, Programme

KINDS = {"learning": Article.Kind.INSIGHT}


def build(publications):
    """Make every article; `publications` are those made before, by the id of their fact."""
    for path in sorted((FIXTURES / "prose" / "articles").glob("*.toml")):
        _article(tomllib.loads(path.read_text(encoding="utf-8")), publications)


def _article(words, publications):
    article = Article.objects.create(
        kind=KINDS.get(words["kind"], words["kind"]),
        title=words["title"],
        slug=words["slug"],
        standfirst=words["standfirst"],
        body=words["body"],
        source_line=words.get("source_line", ""),
        source_url=words.get("source_url", ""),
        credit=words.get("credit", ""),
        day_known=words.get("date_precision") != "month",
        published_at=morning_of(words["published"]),
    )
    for order, slug in enumerate(words.get("authors", [])):
        someone = Person.objects.get(slug=slug)
        Authorship.objects.create(article=article, order=order, person=someone, role=someone.role)
    article.programmes.set(Programme.objects.filter(slug__in=words.get("programmes", [])))
    article.places.set(Place.objects.filter(slug__in=words.get("places", [])))
    article.publications.set([publications[key] for key in words.get("publications", [])])
    tag(article, words)
    for view in words.get("perspectives", []):
        Perspective.objects.create(
            article=article, group=group(view["group"]), heading=view["heading"], body=view["body"]
        )
