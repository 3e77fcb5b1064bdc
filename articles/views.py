"""Lists of articles by kind, the page of one, series, and the old site's addresses."""

from django.conf import settings
from django.core.files.storage import default_storage
from django.core.paginator import Paginator
from django.http import FileResponse, Http404
from django.shortcuts import redirect, render
from django.utils.functional import SimpleLazyObject
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_safe

from articles import films
from articles.filtering import ArticleFilter
from articles.metadata import article_node, series_node
from articles.models import Article, Series
from articles.related import neighbours, related_to
from content.keeping import kept, kept_html
from content.previewing import preview
from publications.models import Publication

INTRODUCTIONS = {
    "news": "What is changing in the places and programmes, in plain words.",
    "insight": "One idea at a time, argued through, with the case it makes to each of the six groups.",
    "last-word": "One person’s view to end on. You may well disagree; there is room below each to say so.",
    "video": "Films, each with all its words written out. Nothing plays until you press play.",
}


@require_safe
def article_list(request, kind):
    chosen = ArticleFilter.read(kind, request.GET)
    page = Paginator(range(chosen.total), per_page=20).get_page(request.GET.get("page"))
    articles = SimpleLazyObject(lambda: list(chosen.cards(page.object_list)))
    context = {
        "page": page,
        "articles": articles,
        "listed": articles,
        "graph_key": chosen.key,
        "kind": Article.Kind(kind),
        "introduction": INTRODUCTIONS[kind],
        "filter": chosen,
        "chips": chosen.chips(request.GET),
        "stakeholder_groups": chosen.all_groups,
        "section": kind,
    }
    return render(request, "articles/article_list.html", context)


@require_safe
def article_detail(request, kind, slug):
    def find():
        return Article.objects.for_page().public_or_404(kind=kind, slug=slug)

    return article_page(request, kept(("article", kind, slug), find))


def article_page(request, article, **context):
    """Render an article as readers see it, with leave to frame its film where it has one."""
    links = SimpleLazyObject(lambda: related_to(article))
    key, template = ("article text", article.pk), "articles/article_detail.html#text"
    text = kept_html(key, template, lambda: for_text(article, links))
    context |= {"article": article, "text": text, "section": article.kind}
    context["node"] = lambda: article_node(article, links)
    show = render
    if article.film:
        show = csp_override(settings.SECURE_CSP | {"frame-src": [films.host(article.film)]})(render)
    return show(request, "articles/article_detail.html", context)


def for_text(article, links):
    """Return what the text of an article shows, with all that stands beside it."""
    address = settings.SITE_URL + article.get_absolute_url()
    steps = neighbours(links, article)
    return {"article": article, "links": links, "neighbours": steps, "address": address}


article_preview = preview(Article, article_page)


@require_safe
def picture(request, name, kind):
    """Send a lead picture or a copy of it. Its name changes with it, so browsers may keep it for good."""
    try:
        file = default_storage.open(f"articles/{name}.{kind}")
    except FileNotFoundError as error:
        raise Http404 from error
    response = FileResponse(file, content_type=f"image/{kind}")
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    return response


@require_safe
def series_detail(request, slug):
    series = Series.objects.for_page().public_or_404(slug=slug)
    context = {"series": series, "node": series_node(series), "section": "insight"}
    return render(request, "articles/series_detail.html", context)


@require_safe
def old_address(request, slug):
    """Send the former site's addresses on to what has the same slug now."""
    for model in [Article, Publication]:
        item = model.objects.published().filter(slug=slug).first()
        if item:
            return redirect(item, permanent=True)
    raise Http404
