"""The columns of programmes, places and projects: one list for the code book, export and import."""

from datetime import datetime

from django.contrib.auth.models import User

from content.models import Organisation, Person, StakeholderGroup, Topic
from places.columns import Column, Day, Link, Many, Notes, Number, Rich, Rows
from places.models import Place, Programme, Project

TAGS = [
    Many("groups", "Stakeholder groups it is for", model=StakeholderGroup),
    Many("topics", "Topics", model=Topic),
]
SOURCES = Rows("sources", "Title, address and date seen of each source", fields=("title", "url", "seen_on"))
DATES = [
    Day("published_at", "When it was or will be published", private=True, kind=datetime),
    Day("withdrawn_at", "When it was withdrawn", private=True, kind=datetime),
    Day("removed_at", "When it was removed", private=True, kind=datetime),
]
DESK = [
    Day("ready_at", "Since when a draft waits for review", private=True, kind=datetime),
    Column("withdrawn_because", "Why it was withdrawn", private=True),
    Column("replaced_by", "The address of what replaces it", private=True),
    Link("owner", "Who is reminded of it, by user name", private=True, model=User, key="username"),
    Day("review_by", "Until when it is to be looked at again", private=True),
    Notes("change_notes", "What readers were told: a day and a sentence a line", private=True),
]
SPAN = [
    Column("start", "When it began: year, month or day, as known"),
    Column("end", "When it ended: year, month or day, as known"),
]

TABLES = {
    "programmes": (
        Programme,
        [
            Column("slug", "Short name in addresses; never changes"),
            Column("name", "Full name"),
            Column("short_name", "Name on labels"),
            Column("kind", "What kind of programme"),
            Column("mark", "Its mark on the map: lv, lc, ip or nothing"),
            Column("summary", "One or two sentences"),
            Rich("description", "What and why, as HTML"),
            *SPAN,
            Link("lead_organisation", "Lead organisation, by name", model=Organisation, key="name"),
            Many("sponsors", "Sponsoring organisations, by name", model=Organisation, key="name"),
            Column("scale", "How large it was"),
            Column("funding", "How it was paid for"),
            Column("evaluation", "Who evaluated it and when"),
            Column("links", "Web addresses, one a line"),
            *TAGS,
            SOURCES,
            *DATES,
        ],
    ),
    "places": (
        Place,
        [
            Column("slug", "Short name in addresses; never changes"),
            Column("name", "Name"),
            Column("kind", "region, county, council or health"),
            Column("region", "ONS code of its region or country"),
            Link("parent", "The place that it lies within", model=Place, later=True),
            Column("gss_code", "ONS (GSS) code of its own, where it has one"),
            Number("latitude", "Degrees north, WGS 84: a point in the place"),
            Number("longitude", "Degrees east, WGS 84"),
            Column("summary", "One or two sentences"),
            Rich("description", "What to know about it, as HTML"),
            Column("bodies", "Councils and health bodies as at the time, one a line"),
            Column("links", "Web addresses, one a line"),
            *TAGS,
            SOURCES,
            *DATES,
        ],
    ),
    "projects": (
        Project,
        [
            Column("slug", "Short name in addresses; never changes"),
            Column("title", "Title"),
            Link("programme", "The programme", model=Programme),
            Link("place", "The place", model=Place),
            Column("issue", "The issue worked on"),
            Column("status", "planned, running, ended, stopped or unknown"),
            Many("partners", "Partners with a page of their own, by name", model=Organisation, key="name"),
            Column("other_partners", "Other partners as the source names them, one a line"),
            Link("enabler", "The enabler", model=Person),
            Column("wave", "Cohort or wave"),
            *SPAN,
            Rich("tried", "What was tried, as HTML"),
            Rich("not_known", "What did not work or is not known, as HTML"),
            Rows(
                "outcomes",
                "Claim, measure, evidence (1 to 5), source and its address of each outcome",
                fields=("claim", "measure", "evidence", "source_title", "source_url"),
            ),
            Rows(
                "lessons",
                "Text, speaker, stakeholder group and topic of each lesson",
                fields=("text", "said_by", "group", "topic"),
                links=(("group", StakeholderGroup), ("topic", Topic)),
            ),
            *TAGS,
            SOURCES,
            Day("checked_on", "When the record was last checked"),
            Column("keeper", "Who keeps the record"),
            Column("contact_email", "Role mailbox", private=True),
            *DATES,
            *DESK,
        ],
    ),
}
UNIQUE = {Programme: [], Place: [("gss_code",)], Project: [("programme_id", "place_id")]}


def columns_of(table, *, private):
    """Return the model of a table and its columns, with or without those for staff only."""
    model, columns = TABLES[table]
    return model, [column for column in columns if private or not column.private]


def with_everything(queryset, columns):
    """Return the records with all that the columns read, in a fixed number of queries."""
    joined = [column.name for column in columns if isinstance(column, Link) and not column.beside]
    beside = [column.name for column in columns if column.beside]
    rows = [column for column in columns if isinstance(column, Rows)]
    beside += [f"{column.name}__{name}" for column in rows for name, _ in column.links]
    return queryset.select_related(*joined).prefetch_related(*beside)
