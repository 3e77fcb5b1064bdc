"""Reads one PDF in a process of its own, which has little to lose: `python -I pdf_reader.py FILE LIMITS`.

It knows nothing of the Hub and of Django. LIMITS is JSON: memory (bytes), seconds, pages, characters,
text (whether pages and cover are wanted). It prints JSON, one object a line, as it goes, so that what
was read before an end by force is kept.
"""

import base64
import io
import json
import resource
import sys
import time

COVER = (480, 680)  # the largest width and height of a cover, in pixels
CONTENTS = 60  # the most entries of a table of contents
FIRST_PAGES = 3  # looked at for pictures, to tell a scan from an empty file
PAGE_CHARACTERS = 200_000


def main(path, limits):
    started = time.monotonic()
    set_limits(limits)
    import pypdfium2  # noqa: PLC0415 - only after the limits are set

    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        say({"error": "encrypted" if "password" in str(error).lower() else "damaged"})
        return
    count = len(document)
    say(describe(pypdfium2, document, count))
    if limits["text"]:
        read_pages(document, min(count, limits["pages"]), limits, started)
        draw_cover(document)
    say({"done": True})


def set_limits(limits):
    resource.setrlimit(resource.RLIMIT_AS, (limits["memory"], limits["memory"]))
    resource.setrlimit(resource.RLIMIT_CPU, (limits["seconds"], limits["seconds"] + 1))
    resource.setrlimit(resource.RLIMIT_NOFILE, (32, 32))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def describe(pypdfium2, document, count):
    """Return what the file says of itself."""
    raw = pypdfium2.raw
    title = attempt(lambda: document.get_metadata_dict().get("Title", "").strip()) or ""
    return {
        "pages": count,
        "tagged": bool(attempt(lambda: raw.FPDFCatalog_IsTagged(document.raw))),
        "language": attempt(lambda: language_of(raw, document)) or "",
        "title": title[:300],
        "contents": attempt(lambda: contents_of(document)) or [],
        "pictures": bool(attempt(lambda: has_pictures(raw, document, count))),
        "words": any(
            attempt(lambda i=i: text_of(document, i).strip()) for i in range(min(count, FIRST_PAGES))
        ),
    }


def language_of(raw, document):
    buffer = (raw.FPDF_WCHAR * 64)()
    length = raw.FPDFCatalog_GetLanguage(document.raw, buffer, 128)
    return bytes(buffer)[: max(length - 2, 0)].decode("utf-16-le")[:35]


def contents_of(document):
    entries = []
    for bookmark in document.get_toc(max_depth=2):
        target = bookmark.get_dest()
        index = target.get_index() if target else None
        title = " ".join(bookmark.get_title().split())[:200]
        if index is not None and title:
            entries.append([title, index + 1])
        if len(entries) >= CONTENTS:
            break
    return entries


def has_pictures(raw, document, count):
    for index in range(min(count, FIRST_PAGES)):
        kinds = document[index].get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=2)
        if next(iter(kinds), None):
            return True
    return False


def read_pages(document, count, limits, started):
    """Print the text of every page; stop, and say so, before time or characters run out."""
    left, deadline = limits["characters"], started + limits["seconds"] * 0.8
    for index in range(count):
        if left <= 0 or time.monotonic() > deadline:
            say({"stopped": index})
            return
        text = attempt(lambda index=index: text_of(document, index))
        if text is None:
            say({"page": index + 1, "unreadable": True})
            continue
        text = text[: min(left, PAGE_CHARACTERS)]
        left -= len(text)
        say({"page": index + 1, "text": text})


def text_of(document, index):
    page = document[index]
    try:
        return page.get_textpage().get_text_range()
    finally:
        page.close()


def draw_cover(document):
    picture = attempt(lambda: render(document[0]))
    if picture:
        say({"cover": base64.b64encode(picture[0]).decode("ascii"), "size": picture[1]})


def render(page):
    width, height = page.get_size()
    image = page.render(scale=min(COVER[0] / width, COVER[1] / height)).to_pil()
    out = io.BytesIO()
    image.convert("RGB").save(out, "WEBP", quality=78, method=4)
    return out.getvalue(), list(image.size)


def attempt(step):
    """Return what a step returns, and None when the file makes it fail."""
    try:
        return step()
    except Exception:
        return None


def say(thing):
    sys.stdout.write(json.dumps(thing) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1], json.loads(sys.argv[2]))
