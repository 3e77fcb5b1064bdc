"""The graph of a whole page: what it is about, the page itself, the way to it, and the site."""

from html import unescape

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse

from articles.models import Article
from content.addresses import full
from content.keeping import kept
from content.linked_data import item_list, node, script

KINDS_OF_PAGE = {
    "about": "AboutPage",
    "contact": "ContactPage",
    "person": "ProfilePage",
    "search": "SearchResultsPage",
    "articles:series": "CollectionPage",
}
OURS = {"Article", "NewsArticle", "CreativeWorkSeries", "Dataset"}  # what the Hub itself publishes
SECTIONS = {  # name of a page: the list that it is under, as its head says
    "places:detail": ("Places", "places:list"),
    "places:project": ("Places", "places:list"),
    "places:compare": ("Places", "places:list"),
    "places:grading": ("Places", "places:list"),
    "places:code_book": ("Places", "places:list"),
    "places:programme": ("Programmes", "places:programme_list"),
    "places:event": ("Events", "places:event_list"),
    "publications:detail": ("Publications", "publications:list"),
    "publications:page": ("Publications", "publications:list"),
    "articles:series": ("Insight", "articles:list", Article.Kind.INSIGHT),
    "group": ("Who it’s for", "groups"),
    "group_topic": ("Who it’s for", "groups"),
    "topic": ("A to Z", "a_to_z"),
    "person": ("A to Z", "a_to_z"),
    "person_comments": ("A to Z", "a_to_z"),
    "organisation": ("A to Z", "a_to_z"),
    "letter": ("A to Z", "a_to_z"),
    "years": ("A to Z", "a_to_z"),
    "year": ("Year by year", "years"),
}


def ready_graph(context):
    """Return what `graph` does, kept for pages that are about something and for lists with a `graph_key`."""
    address, key = context["canonical"], context.get("graph_key")
    if key or ("node" in context and "?" not in address):
        return kept(("graph", address, key), lambda: graph(context))
    return graph(context)


def graph(context):
    """Return the inside of a page's script of linked data, from the context of its template.

    A view may give `node`: what the page is about, or a function that says it; `listed`: the items
    that it lists, of the pager's `page`; `above`: the items between its list and itself.
    """
    title, about = unescape(context["page_title"]), context.get("node")
    about = about() if callable(about) else about
    address = context["canonical"]
    nodes = [page_node(context, title, about), trail(context, title), website(), organisation()]
    if about:
        ours = {"image": context["picture"]["address"], "publisher": {"@id": full("/#hub")}}
        about = (ours if about["@type"] in OURS else {}) | about
        nodes.insert(0, about | {"mainEntityOfPage": {"@id": f"{address}#page"}})
    return script(*nodes)


def page_node(context, title, about):
    """Return the page itself, with the list on it or what it is about."""
    address, listed, page = context["canonical"], context.get("listed"), context.get("page")
    main = {"@id": about["@id"]} if about else None
    first = max(1, page.start_index()) if hasattr(page, "start_index") else 1
    return node(
        KINDS_OF_PAGE.get(view_name(context), "WebPage" if listed is None else "CollectionPage"),
        id=f"{address}#page",
        url=address,
        name=title,
        description=unescape(context["page_description"]),
        inLanguage="en-GB",
        isPartOf={"@id": full("/#site")},
        breadcrumb={"@id": f"{address}#trail"},
        primaryImageOfPage=node("ImageObject", url=context["picture"]["address"], width=1200, height=630),
        about=main,
        mainEntity=item_list(listed, first) if listed else main,
    )


def trail(context, title):
    """Return the way from the home page down to this one."""
    steps = [("Home", reverse("home"))]
    if section := section_of(context):
        label, name, *arguments = section
        steps.append((label, reverse(name, args=arguments)))
    steps += [(str(item), item.get_absolute_url()) for item in context.get("above", [])]
    if view_name(context) != "home":
        steps.append((title, None))
    elements = [
        node("ListItem", position=position, name=name, item=full(path) if path else context["canonical"])
        for position, (name, path) in enumerate(steps, 1)
    ]
    return node("BreadcrumbList", id=f"{context['canonical']}#trail", itemListElement=elements)


def section_of(context):
    """Return (label, name of its address, arguments) of the list that a page is under, or None."""
    if view_name(context) == "articles:detail":
        kind = Article.Kind(context["request"].resolver_match.kwargs["kind"])
        return kind.label, "articles:list", kind
    return SECTIONS.get(view_name(context))


def view_name(context):
    match = context["request"].resolver_match
    return match.view_name if match else ""


def website():
    search = {"@type": "EntryPoint", "urlTemplate": full(reverse("search")) + "?q={search_term_string}"}
    return node(
        "WebSite",
        id=full("/#site"),
        url=full("/"),
        name=settings.SITE_NAME,
        inLanguage="en-GB",
        publisher={"@id": full("/#hub")},
        potentialAction=node(
            "SearchAction", target=search, **{"query-input": "required name=search_term_string"}
        ),
    )


def organisation():
    return node(
        "Organization",
        id=full("/#hub"),
        url=full("/"),
        name=settings.SITE_NAME,
        logo=node("ImageObject", url=full(static("img/icon-512.png")), width=512, height=512),
        email=settings.CONTACT_EMAIL,
    )
