"""Makes 200 malformed PDFs to try uploads with: bombs, loops, lies, polyglots, truncated and mutated ones.

`python -m scripts.make_bad_pdfs FOLDER` writes the same files every time, about 20 MB in all.
"""

import random
import sys
import zlib
from pathlib import Path

FIXTURES = Path(__file__).resolve().parent.parent / "fixtures" / "files"
HOW_MANY = 200


def main(folder):
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    made = dict(crafted())
    sources = sorted(FIXTURES.glob("*.pdf"))
    for number in range(HOW_MANY - len(made)):
        source = sources[number % len(sources)]
        made[f"mutant-{number:03}-{source.stem}"] = mutant(source.read_bytes(), random.Random(number))  # noqa: S311 (no secret)
    for name, content in made.items():
        (folder / f"{name}.pdf").write_bytes(content)
    print(f"{len(made)} files")


def mutant(content, dice):
    """Return a file that was cut, scratched, filled or shuffled."""
    content = bytearray(content)
    match dice.randrange(5):
        case 0:
            return bytes(content[: dice.randrange(5, len(content))])
        case 1:
            for _ in range(dice.randrange(1, 400)):
                content[dice.randrange(len(content))] = dice.randrange(256)
        case 2:
            start = dice.randrange(len(content) // 2)
            content[start : start + 2000] = bytes(2000)
        case 3:
            for _ in range(40):
                place = content.find(b" 0 R", dice.randrange(len(content)))
                if place > 0:
                    content[place - 1] = ord(str(dice.randrange(10)))
        case 4:
            start = dice.randrange(len(content))
            content[start:start] = content[: dice.randrange(len(content))]
    return bytes(content)


def crafted():
    """Yield (name, content) of files that are wrong on purpose."""
    for size in (1, 64, 512, 2048):
        yield f"bomb-{size}mb-one-layer", pdf(stream(b"0 " * (size * 1024 * 512)))
    for layers in (2, 3, 5, 8):
        yield f"bomb-{layers}-layers", pdf(layered(layers))
    for count in (1000, 100_000, 700_000):
        yield f"operators-{count}", pdf(stream(b"BT /F 9 Tf 9 9 Td (x) Tj ET\n" * count))
        yield f"nested-{count}", pdf(stream(b"q " * count))
    for depth in (100, 10_000, 200_000):
        yield f"arrays-{depth}-deep", pdf(stream(b""), b"/Deep " + b"[" * depth + b"]" * depth)
        yield f"dictionaries-{depth}-deep", pdf(stream(b""), b"/Deep " + b"<</D " * depth + b">>" * depth)
    for name, kids in {"itself": "2 0 R", "many-of-itself": "2 0 R " * 500, "nothing": "99 0 R"}.items():
        yield f"pages-{name}", pdf(stream(b""), kids=kids.encode())
    for count in (0, -1, 2, 10**6, 2**31, 10**30):
        yield f"count-{count}", pdf(stream(b""), count=count)
    for box in ("0 0 0 0", "0 0 200000 200000", "0 0 1e30 1e30", "0 0 -9 -9", "a b c d", "0 0 1 200000"):
        yield (
            f"box-{box.replace(' ', '_')}",
            pdf(stream(b"BT /F 18 Tf 9 9 Td (Words) Tj ET"), box=box.encode()),
        )
    for kind in (b"/JavaScript/JS(app.alert(1))", b"/Launch/F(/bin/sh)", b"/URI/URI(http://127.0.0.1:9/)",
                 b"/GoToR/F(/etc/passwd)/D[0/Fit]", b"/SubmitForm/F(http://127.0.0.1:9/)"):  # fmt: skip
        yield f"action-{kind.decode().split('/')[1]}", pdf(stream(b""), b"/OpenAction<</S" + kind + b">>")
    yield "object-loop", b"%PDF-1.7\n1 0 obj 1 0 R endobj trailer<</Root 1 0 R>>\n%%EOF"
    yield "xref-loop", b"%PDF-1.7\nxref\n0 0\ntrailer<</Prev 9/Root 1 0 R>>\nstartxref\n9\n%%EOF"
    yield "length-lie", pdf(stream(b"BT ET", length=10**9))
    yield "length-negative", pdf(stream(b"BT ET", length=-1))
    yield "length-of-itself", pdf(b"<</Length 4 0 R>>stream\nBT ET\nendstream")
    yield "form-loop", pdf(form_loop())
    yield "picture-huge", pdf(picture(100_000, 100_000))
    yield "picture-negative", pdf(picture(-5, 7))
    yield "outline-loop", pdf(stream(b""), b"/Outlines<</First 4 0 R/Next 4 0 R/Count 99999>>")
    yield "encrypt-nonsense", pdf(stream(b"")).replace(b"<</Root", b"<</Encrypt<</Filter/X/V 99>>/Root")
    yield "empty", b""
    yield "header-only", b"%PDF-1.7"
    yield "header-and-nulls", b"%PDF-1.7\n" + bytes(100_000)
    yield "version-9", pdf(stream(b"")).replace(b"%PDF-1.7", b"%PDF-9.9")
    yield "html-then-pdf", b"<html><script>alert(1)</script>" + pdf(stream(b""))
    yield "pdf-then-html", pdf(stream(b"")) + b"<html><script>alert(1)</script></html>"
    yield "zip-then-pdf", b"PK\x03\x04" + bytes(30) + pdf(stream(b""))
    yield "pdf-then-zip", pdf(stream(b"")) + b"PK\x03\x04" + bytes(300)
    yield "exe", b"MZ" + bytes(500)
    yield "svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"


def pdf(content, catalogue=b"", kids=b"3 0 R", count=1, box=b"0 0 300 200"):
    """Return a file of one page whose content stream is the given object."""
    return b"".join(
        [
            b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R" + catalogue + b">>endobj\n",
            b"2 0 obj<</Type/Pages/Kids[" + kids + b"]/Count %d>>endobj\n" % count,
            b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[" + box + b"]/Contents 4 0 R/Resources<<",
            b"/Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>/XObject<</X 4 0 R>>>>>>endobj\n",
            b"4 0 obj" + content + b"endobj\ntrailer<</Root 1 0 R>>\n%%EOF",
        ]
    )


def stream(content, length=None):
    packed = zlib.compress(content, 9)
    size = len(packed) if length is None else length
    return b"<</Filter/FlateDecode/Length %d>>stream\n" % size + packed + b"\nendstream "


def layered(layers):
    packed = bytes(1 << 28)
    for _ in range(layers):
        packed = zlib.compress(packed, 9)
    filters = b"/FlateDecode " * layers
    return b"<</Filter[%s]/Length %d>>stream\n" % (filters, len(packed)) + packed + b"\nendstream "


def form_loop():
    return (
        b"<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 4 0 R>>>>/Length 11>>"
        b"stream\n/X Do /X Do\nendstream "
    )


def picture(width, height):
    return (
        b"<</Type/XObject/Subtype/Image/Width %d/Height %d/BitsPerComponent 8/ColorSpace/DeviceRGB/Length 6>>"
        b"stream\n/X Do \nendstream " % (width, height)
    )


if __name__ == "__main__":
    main(sys.argv[1])
