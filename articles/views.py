"""Lists of articles by kind, and the page of one."""

from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from articles.models import Article


@require_safe
def article_list(request, kind):
    articles = Article.objects.current().filter(kind=kind).newest_first().for_cards()
    page = Paginator(articles, per_page=20).get_page(request.GET.get("page"))
    context = {"page": page, "kind": Article.Kind(kind), "section": kind}
    return render(request, "articles/article_list.html", context)


@require_safe
def article_detail(request, kind, slug):
    article = get_object_or_404(Article.objects.published().for_page(), kind=kind, slug=slug)
    return render(request, "articles/article_detail.html", {"article": article, "section": kind})
