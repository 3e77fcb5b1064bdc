"""What the pages of articles and of series tell machines, as schema.org's JSON-LD."""

from articles.models import Article
from content.addresses import full
from content.linked_data import CC_BY, audiences, moment, named, node, person, subject, titled


def article_node(article, links):
    """Return an article with its authors, readers and subjects; `links` is what its page links to."""
    about = {"topic": "Thing", "programme": "Project", "place": "AdministrativeArea", "publication": "Report"}
    return subject(
        "NewsArticle" if article.kind == Article.Kind.NEWS else "Article",
        article,
        headline=article.title,
        description=article.standfirst,
        image=full(article.picture.url) if article.picture else None,
        author=[person(authorship.person) for authorship in article.authorships.all()],
        datePublished=published(article),
        dateModified=moment(article.updated_at),
        audience=audiences(article.groups.all()),
        about=[titled(kind, row) for what, kind in about.items() for row in links[what]],
        isPartOf=[titled("CreativeWorkSeries", row) for row in links["series"]],
        video=film(article),
        inLanguage="en-GB",
        license=CC_BY,
    )


def published(article):
    """Return when it appeared, no more exactly than is known."""
    when = moment(article.published_at)
    return when if article.day_known or not when else when[:7]


def film(article):
    """Return the film of an article as a node, or None."""
    if not article.film:
        return None
    return node(
        "VideoObject",
        name=article.title,
        description=article.standfirst,
        embedUrl=article.film,
        uploadDate=published(article),
    )


def series_node(series):
    """Return a series with its parts in their order."""
    return subject(
        "CreativeWorkSeries",
        series,
        name=series.title,
        description=series.summary,
        hasPart=[named("CreativeWork", item.content) for item in series.public_items()],
    )
