"""The picture that a shared link shows: an item's title over its own weave, drawn once and kept."""

import hashlib
import math
import textwrap
import unicodedata
from io import BytesIO

from django.conf import settings
from django.core.cache import cache
from django.http import Http404, HttpResponse
from django.urls import Resolver404, resolve, reverse
from django.views.decorators.http import require_safe

from articles.models import Article
from content.models import StakeholderGroup, Topic
from content.weave import strands
from places.models import Place, Programme, Project
from publications.models import Publication

WIDTH, HEIGHT = 1200, 630
SCALE = 2  # drawn larger and shrunk, for smooth edges
TILE, COLUMNS, ROWS = 62, 9, 4  # in the lower right corner; the thread comes in from the left edge
THICKNESS, DOTS, MARGIN = 9, 40, -14  # the last: below the weave
PAPER, INK, SOFT, BED, THREAD = "#fcfdfc", "#0d2830", "#364c52", "#d8e5e0", "#e5482d"
SITE_PICTURE = "site"
FOR_OTHERS = {"Cache-Control": "public, max-age=86400", "Cross-Origin-Resource-Policy": "cross-origin"}
WRITTEN_OUT = str.maketrans({"–": "-", "—": "-", "£": "GBP ", "\u00a0": " ", "‑": "-", "′": "’"})
KEPT = "‘’“”…"  # beside ASCII, what Pillow's own font has

PICTURED = {  # name of an address: (what its items are called, the items themselves)
    "articles:detail": (None, Article.objects),
    "publications:detail": ("Publication", Publication.objects),
    "places:detail": ("Place", Place.objects),
    "places:programme": ("Programme", Programme.objects),
    "places:project": ("Project", Project.objects),
    "group": ("For", StakeholderGroup.objects),
    "topic": ("Topic", Topic.objects),
}


def picture_of(request):
    """Return {address, type} of the picture of the page that was asked for."""
    name = request.resolver_match.view_name if request.resolver_match else ""
    page = request.path.strip("/") if name in PICTURED else SITE_PICTURE
    kind = "article" if name == "articles:detail" else "website"
    return {"address": f"{settings.SITE_URL}{reverse('picture', args=[page])}", "type": kind}


@require_safe
def picture(request, page):
    """Answer with the PNG of the page at that address; 404 for what has none or is not public."""
    label, title = ("", settings.SITE_NAME) if page == SITE_PICTURE else words_of(page)
    key = f"picture-{hashlib.sha256(f'{label}|{title}|{page}'.encode()).hexdigest()}"
    png = cache.get_or_set(key, lambda: draw(label, title, page), timeout=None)
    return HttpResponse(png, content_type="image/png", headers=FOR_OTHERS)


def words_of(page):
    """Return (label, title) of the public item at a path without its slashes; raise Http404."""
    try:
        match = resolve(f"/{page}/")
        label, items = PICTURED[match.view_name]
    except (Resolver404, KeyError) as error:
        raise Http404 from error
    if hasattr(items.all(), "published"):
        items = items.published()
    item = items.filter(**match.captured_kwargs).first()
    if item is None:
        raise Http404
    return label or item.get_kind_display(), str(item)


def draw(label, title, slug):
    """Return the bytes of a PNG of 1200 by 630."""
    from PIL import Image, ImageDraw  # noqa: PLC0415 (few requests need it, and every start would wait)

    image = Image.new("RGB", (WIDTH * SCALE, HEIGHT * SCALE), PAPER)
    pen = ImageDraw.Draw(image)
    bed, thread = strands(slug, COLUMNS, ROWS)
    left, level = _on_picture(*thread[0][1])
    for quarters, colour, thickness in [(bed, BED, 3 * THICKNESS), (thread, THREAD, THICKNESS)]:
        for quarter in quarters:
            _draw_quarter(pen, quarter, colour, thickness)
    pen.line((0, level, left, level), fill=THREAD, width=THICKNESS * SCALE)
    image = image.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS)
    _write(ImageDraw.Draw(image), _printable(label), _printable(title))
    png = BytesIO()
    image.save(png, "PNG", optimize=True)
    return png.getvalue()


def _on_picture(x, y):
    """Return where a point of the weave, in tiles, lies on the large picture."""
    return (WIDTH + (x - COLUMNS) * TILE) * SCALE, (HEIGHT + (y - ROWS) * TILE - MARGIN) * SCALE


def _draw_quarter(pen, quarter, colour, thickness):
    """Draw a quarter circle of the weave as a row of dots, which join without a seam."""
    (corner_x, corner_y), *ends = quarter
    first, last = (math.atan2(y - corner_y, x - corner_x) for x, y in ends)
    turn = (last - first + math.pi) % (2 * math.pi) - math.pi  # the short way round
    radius = thickness * SCALE / 2
    for step in range(DOTS + 1):
        angle = first + turn * step / DOTS
        x, y = _on_picture(corner_x + math.cos(angle) / 2, corner_y + math.sin(angle) / 2)
        pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=colour)


def _write(pen, label, title):
    from PIL import ImageFont  # noqa: PLC0415

    pen.text((60, 48), settings.SITE_NAME, font=ImageFont.load_default(30), fill=INK)
    pen.line((60, 98, WIDTH - 60, 98), fill=THREAD, width=4)
    if label:
        pen.text((60, 122), label, font=ImageFont.load_default(28), fill=SOFT)
    sizes = [(68, 30, 2), (54, 38, 3), (42, 50, 4)]  # of the letters, letters a line, lines
    fitting = (each for each in sizes if len(textwrap.wrap(title, each[1])) <= each[2])
    size, characters, most = next(fitting, sizes[-1])
    lines = textwrap.wrap(title, characters, max_lines=most, placeholder=" …")
    pen.multiline_text(
        (60, 172), "\n".join(lines), font=ImageFont.load_default(size), fill=INK, spacing=size // 5
    )


def _printable(text):
    """Write a text with the letters that the font has: accents and dashes are made plain."""
    folded = unicodedata.normalize("NFKD", text.translate(WRITTEN_OUT).replace("…", "\x01"))
    return "".join(c for c in folded.replace("\x01", "…") if c in KEPT or " " <= c <= "~")
