"""What the pages of articles and of series tell machines, as schema.org's JSON-LD."""

from articles.models import Article
from content.linked_data import CC_BY, address, audiences, full, moment, named, node, person


def article_node(article, links):
    """Return an article with its authors, readers and subjects; `links` is what its page links to."""
    about = {"topic": "Thing", "programme": "Project", "place": "AdministrativeArea", "publication": "Report"}
    fields = {
        "id": address(article),
        "url": address(article),
        "headline": article.title,
        "description": article.standfirst,
        "image": full(article.picture.url) if article.picture else None,
        "author": [person(authorship.person) for authorship in article.authorships.all()],
        "datePublished": published(article),
        "dateModified": moment(article.updated_at),
        "audience": audiences(article.groups.all()),
        "about": [
            node(kind, name=row.title, url=full(row.url))
            for what, kind in about.items()
            for row in links[what]
        ],
        "isPartOf": [
            node("CreativeWorkSeries", name=row.title, url=full(row.url)) for row in links["series"]
        ],
        "video": film(article),
        "inLanguage": "en-GB",
        "license": CC_BY,
    }
    return node("NewsArticle" if article.kind == Article.Kind.NEWS else "Article", **fields)


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
    return node(
        "CreativeWorkSeries",
        id=address(series),
        url=address(series),
        name=series.title,
        description=series.summary,
        hasPart=[named("CreativeWork", item.content) for item in series.public_items()],
    )
