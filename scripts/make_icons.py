"""Draws the PNG icons from static/img/mark.svg, with the browser that the tests use.

Run `.venv/bin/python -m scripts.make_icons` after the mark has changed, and commit the pictures.
"""

from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.browser.chromium import FLAGS, find_chromium

FOLDER = Path(__file__).resolve().parent.parent / "static" / "img"
PAPER = "#fcfdfc"
ICONS = {  # file: (size, how much of it the mark fills)
    "icon-180.png": (180, 0.78),
    "icon-192.png": (192, 0.86),
    "icon-512.png": (512, 0.86),
    "icon-maskable-512.png": (512, 0.6),  # launchers may cut a fifth off each side
}


def main():
    mark = (FOLDER / "mark.svg").read_text()
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=find_chromium(), args=FLAGS)
        for name, (size, share) in ICONS.items():
            page = browser.new_page(viewport={"width": size, "height": size}, color_scheme="light")
            page.set_content(
                f"<style>body{{margin:0;background:{PAPER};display:grid;place-items:center;height:100vh}}"
                f"svg{{height:{share * 100}vh}}</style>{mark}"
            )
            page.screenshot(path=FOLDER / name)
            print(name)
        browser.close()


if __name__ == "__main__":
    main()
