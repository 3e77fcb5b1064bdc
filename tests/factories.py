"""Plain functions that make content for tests. Every one takes any field by keyword."""

from datetime import timedelta
from itertools import count

from django.core.files.base import ContentFile
from django.utils import timezone

from articles.models import Article
from comments.models import Discussion, HubComment
from content.models import Organisation, Person, StakeholderGroup, Topic
from places.models import Event, Outcome, Place, Programme, Project
from publications.models import File, PageText, Publication

number = count(1)

GROUPS = [
    ("councillors", "Councillors", "Councillor"),
    ("senior-managers", "Senior managers", "Senior manager"),
    ("frontline-staff", "Frontline staff", "Frontline worker"),
    ("partner-organisations", "Partner organisations", "Partner organisation"),
    ("user-groups", "User groups", "Service user or carer"),
    ("regulators-and-inspectors", "Regulators and inspectors", "Regulator or inspector"),
]


def yesterday():
    return timezone.now() - timedelta(days=1)


def tomorrow():
    return timezone.now() + timedelta(days=1)


NOT_LISTED = {  # the dates of what no list shows, by its state
    "draft": {"published_at": None},
    "scheduled": {"published_at": tomorrow()},
    "withdrawn": {"withdrawn_at": yesterday()},
    "removed": {"removed_at": yesterday()},
}


def _create(model, groups=(), topics=(), **fields):
    """Make an item that readers saw from its date on, unless `appeared_at` says otherwise."""
    item = model.objects.create(**{"appeared_at": fields["published_at"]} | fields)
    if groups:
        item.groups.set(groups)
    if topics:
        item.topics.set(topics)
    return item


def create_groups():
    """Return the six stakeholder groups in their order, made on the first call."""
    return [
        StakeholderGroup.objects.get_or_create(
            slug=slug,
            defaults={
                "name": name,
                "singular": singular,
                "order": order,
                "line": f"A line for {name}.",
                "summary": f"What is here for {name}.",
            },
        )[0]
        for order, (slug, name, singular) in enumerate(GROUPS, start=1)
    ]


def create_topic(**fields):
    n = next(number)
    return Topic.objects.create(**{"name": f"topic {n}", "slug": f"topic-{n}"} | fields)


def create_organisation(**fields):
    n = next(number)
    return Organisation.objects.create(**{"name": f"Organisation {n}", "slug": f"organisation-{n}"} | fields)


def create_person(**fields):
    n = next(number)
    defaults = {"given_name": "Ada", "family_name": f"Tester {n}", "slug": f"ada-tester-{n}"}
    return Person.objects.create(**defaults | fields)


def create_article(**fields):
    n = next(number)
    defaults = {
        "title": f"Article {n}",
        "slug": f"article-{n}",
        "standfirst": f"Standfirst {n}.",
        "body": f"<p>Body {n}.</p>",
        "published_at": yesterday(),
    }
    return _create(Article, **defaults | fields)


def create_programme(**fields):
    n = next(number)
    defaults = {
        "name": f"Programme {n}",
        "short_name": f"Programme {n}",
        "slug": f"programme-{n}",
        "kind": "place-based programme",
        "summary": f"Summary {n}.",
        "published_at": yesterday(),
    }
    return _create(Programme, **defaults | fields)


def create_place(**fields):
    n = next(number)
    defaults = {"name": f"Place {n}", "slug": f"place-{n}", "published_at": yesterday()}
    return _create(Place, **defaults | fields)


def create_project(**fields):
    n = next(number)
    defaults = {
        "title": f"Project {n}",
        "slug": f"project-{n}",
        "not_known": "<p>The outcome is not known.</p>",
        "published_at": yesterday(),
    }
    fields.setdefault("programme", fields.get("programme") or create_programme())
    fields.setdefault("place", fields.get("place") or create_place())
    return _create(Project, **defaults | fields)


def create_outcome(**fields):
    n = next(number)
    defaults = {"claim": f"Claim {n}", "evidence": Outcome.Evidence.CLAIMED, "source_title": f"Source {n}"}
    fields.setdefault("project", fields.get("project") or create_project())
    return Outcome.objects.create(**defaults | fields)


def create_event(**fields):
    n = next(number)
    defaults = {"name": f"Event {n}", "slug": f"event-{n}", "start": "2015", "published_at": yesterday()}
    return _create(Event, **defaults | fields)


def create_publication(**fields):
    n = next(number)
    defaults = {
        "title": f"Publication {n}",
        "slug": f"publication-{n}",
        "type": Publication.Type.REPORT,
        "issued": "2015",
        "published_at": yesterday(),
    }
    return _create(Publication, **defaults | fields)


def create_comment(on=None, **fields):
    """Return a comment, shown unless `state` says otherwise, on an article; `answers` makes it a reply."""
    n = next(number)
    item = on or (fields["answers"].discussion.item if fields.get("answers") else create_article())
    discussion, _ = Discussion.objects.get_or_create(kind=item._meta.label_lower, object_id=item.pk)
    now = timezone.now()
    defaults = {
        "discussion": discussion,
        "content_type": discussion.content_type,
        "object_pk": str(item.pk),
        "site_id": 1,
        "parent_id": fields["answers"].deepest if fields.get("answers") else 0,
        "state": HubComment.State.SHOWN,
        "user_name": f"Writer {n}",
        "user_email": f"writer-{n}@example.org",
        "comment": f"Comment {n}.",
        "submit_date": now,
        "confirmed_at": now,
        "shown_at": now,
    }
    if fields.get("state", "shown") != "shown":
        defaults["shown_at"] = None
    if fields.get("state") == "unconfirmed":
        defaults["confirmed_at"] = None
    return HubComment.objects.create(**defaults | fields)


PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj "
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 200]/Contents 4 0 R"
    b"/Resources<</Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>endobj "
    b"4 0 obj<</Length 44>>stream\nBT /F 18 Tf 20 100 Td (One page of words) Tj ET\nendstream endobj\n"
    b"trailer<</Root 1 0 R>>\n%%EOF"
)


def create_file(*, content=PDF, texts=(), **fields):
    """Make a file of a publication; with `texts`, one for each page, it counts as read."""
    fields.setdefault("publication", fields.get("publication") or create_publication())
    if texts:
        fields = {"state": File.State.OK, "pages": len(texts)} | fields
    file = File.objects.create(file=ContentFile(content, "upload.pdf"), **fields)
    PageText.objects.bulk_create(
        [PageText(file=file, number=number, text=text) for number, text in enumerate(texts, start=1)]
    )
    return file
