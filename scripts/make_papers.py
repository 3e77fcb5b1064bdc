"""Makes the Hub's demonstration papers, fixtures/files/*.pdf, from our own prose in fixtures/prose.

`python -m scripts.make_papers` writes the same bytes every time. Needs reportlab and pypdfium2.
"""

import html
import io
import json
import random
import re
import time
import tomllib
from itertools import groupby
from pathlib import Path

import pypdfium2
from reportlab import rl_config
from reportlab.lib import pdfencrypt
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfgen import canvas
from reportlab.platypus import BaseDocTemplate, Frame, PageBreak, PageTemplate, Paragraph, Spacer

rl_config.invariant = 1  # no clock and no chance in the files

FIXTURES = Path(__file__).resolve().parent.parent / "fixtures"
OUT = FIXTURES / "files"
SERIES = "Systems Leadership Hub demonstration papers"
BODY = ParagraphStyle("body", fontName="Times-Roman", fontSize=11.5, leading=16.5, spaceAfter=7)
HEAD = ParagraphStyle("head", fontName="Times-Bold", fontSize=19, leading=23, spaceAfter=9, spaceBefore=4)
SUB = ParagraphStyle("sub", fontName="Helvetica-Bold", fontSize=11, leading=15, spaceAfter=4, spaceBefore=9)
TITLE = ParagraphStyle("title", fontName="Times-Roman", fontSize=36, leading=41, spaceAfter=14)
SMALL = ParagraphStyle("small", fontName="Helvetica", fontSize=9.5, leading=14, textColor="#364c52")
BLOCK = re.compile(r"<(p|h2|h3|li)\b[^>]*>(.*?)</\1>", re.DOTALL)


def main():
    OUT.mkdir(exist_ok=True)
    papers = prose("papers")
    for slug, paper in papers.items():
        made = MAKERS[slug](paper)
        (OUT / f"{slug}.pdf").write_bytes(made)
        print(f"{slug}.pdf: {len(made):,} bytes")


def prose(name):
    return tomllib.loads((FIXTURES / "prose" / f"{name}.toml").read_text(encoding="utf-8"))


def articles(kind):
    texts = [path.read_text(encoding="utf-8") for path in (FIXTURES / "prose" / "articles").glob("*.toml")]
    found = [article for article in map(tomllib.loads, texts) if article["kind"] == kind]
    return sorted(found, key=lambda article: (article["published"], article["slug"]))


def facts(name):
    return json.loads((FIXTURES / "facts" / f"{name}.json").read_text(encoding="utf-8"))


class Paper(BaseDocTemplate):
    """A document with a title page, numbered pages and an outline of its chapters."""

    def __init__(self, out, paper, encrypt=None):
        super().__init__(
            out, pagesize=A4, title=paper["title"], author="Systems Leadership Hub", lang="en-GB",
            subject=paper["abstract"], encrypt=encrypt, leftMargin=28 * mm, rightMargin=28 * mm,
            topMargin=26 * mm, bottomMargin=26 * mm,
        )  # fmt: skip
        self.paper = paper
        frame = Frame(self.leftMargin, self.bottomMargin, self.width, self.height, id="text")
        self.addPageTemplates(PageTemplate(frames=[frame], onPage=self.number))

    def number(self, drawing, document):
        if document.page > 1:
            drawing.setFont("Helvetica", 9)
            drawing.drawString(28 * mm, 15 * mm, f"{SERIES} {self.paper['number']}")
            drawing.drawRightString(A4[0] - 28 * mm, 15 * mm, str(document.page))

    def afterFlowable(self, flowable):  # noqa: N802 - reportlab's name
        if getattr(flowable, "style", None) is HEAD:
            key = f"chapter-{self.seq.nextf('chapter')}"
            self.canv.bookmarkPage(key)
            self.canv.addOutlineEntry(flowable.getPlainText(), key, 0)


def bound(paper, chapters, encrypt=None):
    """Return the PDF of a paper: chapters are (heading, [(subheading, HTML), …]), each on a new page."""
    story = [
        Spacer(1, 60 * mm), Paragraph(paper["title"], TITLE), Paragraph(paper["abstract"], BODY),
        Spacer(1, 60 * mm), Paragraph(f"{SERIES} {paper['number']}, November 2026", SMALL),
        Paragraph("Made by the Hub from its own pages, to show how the repository works. "
                  "Creative Commons Attribution 4.0.", SMALL),
    ]  # fmt: skip
    for heading, parts in chapters:
        story += [PageBreak(), Paragraph(html.escape(heading), HEAD)]
        for subheading, text in parts:
            story += [Paragraph(html.escape(subheading), SUB)] if subheading else []
            story += [Paragraph(words, BODY) for words in paragraphs(text)]
    out = io.BytesIO()
    Paper(out, paper, encrypt).build(story)
    return out.getvalue()


def paragraphs(text):
    """Return the text of each block of our HTML, or the text itself as one block."""
    found = [("• " if tag == "li" else "") + words for tag, words in BLOCK.findall(text)] or [text]
    return [html.escape(html.unescape(re.sub(r"<[^>]+>", "", words)), quote=False) for words in found]


def named(name, key):
    return {row["id"]: row[key] for row in facts(name)}


def programmes(paper):
    names = named("programmes", "name")
    rows = prose("programmes").items()
    return bound(paper, [(names[key], [("", row["summary"]), ("", row["description"])]) for key, row in rows])


def places(paper):
    """A page for each place, followed by a page for each of its projects."""
    names = named("places", "name")
    work = prose("projects")
    chapters = []
    for key, row in sorted(prose("places").items(), key=lambda item: names[item[0]]):
        chapters.append((names[key], [("", row["summary"]), ("", row["description"])]))
        chapters += [project(work[project_key]) for project_key in work if project_key.endswith(f"/{key}")]
    return bound(paper, chapters)


def project(row, where=""):
    """Return the chapter of one project."""
    parts = [("The issue", row.get("issue", "")), ("What was tried", row.get("tried", ""))]
    parts.append(("What did not work, or is not known", row.get("not_known", "")))
    return f"{row['title']}{where}", [part for part in parts if part[1].strip()]


def projects(paper):
    names = named("places", "name")
    rows = prose("projects").items()
    return bound(paper, [project(row, f" ({names[key.split('/')[1]]})") for key, row in rows])


def reading_list(paper):
    notes = prose("publications")
    rows = [row for row in facts("publications") if row["verified"]]
    rows.sort(key=lambda row: (row["year"], row["title"]))
    chapters = []
    for year, works in groupby(rows, key=lambda row: row["year"]):
        parts = []
        for row in works:
            makers = ", ".join(row["authors"]) or row["organisation"] or ""
            parts.append((row["title"], f"<p>{makers}</p><p>{notes[row['id']]['abstract']}</p>"))
        chapters.append((f"Published in {year}", parts))
    return bound(paper, chapters)


def news(paper):
    chapters = []
    for year, items in groupby(articles("news"), key=lambda item: item["published"].year):
        chapters.append((str(year), [(item["title"], item["body"]) for item in items]))
    return bound(paper, chapters)


def learning(paper):
    return bound(paper, [(item["title"], [("", item["body"])]) for item in articles("learning")])


def cases(paper):
    names = {slug: group["name"] for slug, group in prose("groups").items()}
    views = [view for item in articles("insight") for view in item.get("perspectives", [])]
    return bound(paper, [(names[view["group"]], [(view["heading"], view["body"])]) for view in views])


def groups(paper):
    return bound(paper, [(row["name"], [(row["line"], row["summary"])]) for row in prose("groups").values()])


def scan(paper):
    """Pictures of the first five pages of another paper, black and white, as a copier makes them."""
    source = pypdfium2.PdfDocument(cases(prose("papers")["six-cases-for-systems-leadership"]))
    pictures = [source[index].render(scale=1.5, grayscale=True).to_pil().convert("1") for index in range(5)]
    opened, out = time.gmtime(1794819600), io.BytesIO()  # 16 November 2026, 9am
    pictures[0].save(
        out,
        "PDF",
        save_all=True,
        append_images=pictures[1:],
        resolution=108,
        title=paper["title"],
        creationDate=opened,
        modDate=opened,
    )
    return out.getvalue()


def plates(paper):
    """Six pages of quarter circles, one of them drawn as the thread."""
    out = io.BytesIO()
    drawing = canvas.Canvas(out, pagesize=A4, lang="en-GB")
    drawing.setTitle(paper["title"])
    tile = 30 * mm
    for plate in range(6):
        dice = random.Random(plate)  # noqa: S311 - a drawing
        drawing.setLineWidth(13)
        for column in range(7):
            for row in range(10):
                drawing.setStrokeColor("#e5482d" if row == plate + 2 else "#d8e5e0")
                quarter_circles(drawing, column * tile, row * tile, tile, dice.randint(0, 1))
        drawing.showPage()
    drawing.save()
    return out.getvalue()


def quarter_circles(drawing, x, y, tile, turned):
    half = tile / 2
    corners = [(x, y + tile, 270), (x + tile, y, 90)] if turned else [(x, y, 0), (x + tile, y + tile, 180)]
    for cx, cy, start in corners:
        drawing.arc(cx - half, cy - half, cx + half, cy + half, start, 90)


def locked(paper):
    key = pdfencrypt.StandardEncryption("not for readers", strength=128)
    return bound(paper, [("Locked", [("", paper["abstract"])] * 3)] * 3, encrypt=key)


def damaged(paper):
    whole = bound(paper, [("Damaged", [("", paper["abstract"])] * 3)] * 3)
    return whole[:700] + bytes(len(whole) - 700)


MAKERS = {
    "what-the-programmes-were": programmes,
    "a-gazetteer-of-places": places,
    "projects-place-by-place": projects,
    "an-annotated-reading-list": reading_list,
    "the-news-year-by-year": news,
    "learning-pieces-collected": learning,
    "six-cases-for-systems-leadership": cases,
    "who-the-hub-is-for": groups,
    "six-cases-on-paper": scan,
    "plates-of-the-weave": plates,
    "a-locked-paper": locked,
    "a-damaged-paper": damaged,
}

if __name__ == "__main__":
    main()
