"""What an editor is told of an uploaded PDF: sixty files, made here object by object."""

import itertools
import zlib
from io import BytesIO

import pypdfium2
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from publications import pdf_reader
from publications.extracting import Reading
from publications.uploading import warnings_about

pytestmark = pytest.mark.django_db

SAID = {  # what a file lacks: words of the sentence about it
    "tags": "It has no tags",
    "language": "It does not say its language",
    "title": "It has no title",
    "words": "It looks like a scan",
}
LACKING = [set(lack) for count in range(5) for lack in itertools.combinations(SAID, count)]  # all 16 ways
LOOKS = ["plain", "packed", "three pages", "picture beside"]  # four ways to write the same
FILES = [(look, lack) for look in LOOKS for lack in LACKING][:60]


def made(look, lack):
    """Return a PDF that lacks just what is named in `lack`."""
    pages = 3 if look == "three pages" else 1
    drawing = (
        b"q 400 0 0 500 90 100 cm /P Do Q" if "words" in lack else b"BT /F 18 Tf 72 700 Td (Words) Tj ET"
    )
    if look == "picture beside" and "words" not in lack:
        drawing += b" q 90 0 0 90 9 9 cm /P Do Q"
    catalogue = b"<</Type/Catalog/Pages 2 0 R"
    catalogue += (
        b"" if "tags" in lack else b"/MarkInfo<</Marked true>>/StructTreeRoot<</Type/StructTreeRoot>>"
    )
    catalogue += b"" if "language" in lack else b"/Lang(en-GB)"
    kids = b" ".join(b"%d 0 R" % (7 + n) for n in range(pages))
    page = (
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 5 0 R"
        b"/Resources<</Font<</F 3 0 R>>/XObject<</P 4 0 R>>>>>>"
    )
    info = b"<</Producer(Ours)>>" if "title" in lack else b"<</Title(A report)>>"
    packed = stream(b"", zlib.compress(drawing), b"/Filter/FlateDecode")
    objects = [
        catalogue + b">>",
        b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, pages),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        picture(),
        packed if look == "packed" else stream(b"", drawing),
        info,
        *[page] * pages,
    ]
    return file_of(objects)


def picture():
    data = BytesIO()
    Image.new("L", (20, 20), 90).save(data, "JPEG")
    about = b"/Type/XObject/Subtype/Image/Width 20/Height 20/BitsPerComponent 8/ColorSpace/DeviceGray"
    return stream(about, data.getvalue(), b"/Filter/DCTDecode")


def stream(about, data, filters=b""):
    return b"<<" + about + filters + b"/Length %d>>stream\n" % len(data) + data + b"\nendstream"


def file_of(objects):
    """Return a PDF of these objects; the first is the catalogue, the sixth says what the file is."""
    out, places = bytearray(b"%PDF-1.7\n"), []
    for number, content in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj" % number + content + b"endobj\n"
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer<</Size %d/Root 1 0 R/Info 6 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, start)
    return bytes(out)


@pytest.mark.once
def test_editor_hears_of_just_what_each_of_sixty_files_lacks():
    wrong = []
    for look, lack in FILES:
        content = made(look, lack)
        document = pypdfium2.PdfDocument(content)  # in this very process: we made the file
        reading = Reading(about=pdf_reader.describe(pypdfium2, document, len(document)))
        document.close()
        told = " ".join(warnings_about(SimpleUploadedFile("report.pdf", content), reading))
        heard = {name for name, words in SAID.items() if words in told}
        if heard != lack:
            wrong.append((look, lack, heard))

    assert (len(FILES), wrong) == (60, [])
