"""Takes docs/report.png, a report on a desk and on a phone: `make_report_screenshot.py FOLDER`.

FOLDER is a run or a comparison; Chromium must be installed.
"""

from __future__ import annotations

import io
import shutil
import sys
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from dl4j_bridge.lab.reporting import report

OUT = Path(__file__).parents[1] / "docs" / "report.png"
HEIGHT = 1100  # of the picture, pixels
GAP = 16


def shot(browser: Browser, address: str, width: int, shown: int, *, dark: bool) -> Image.Image:
    """The uppermost `shown` CSS pixels, scaled to the picture's height."""
    page = browser.new_page(
        viewport={"width": width, "height": shown}, color_scheme="dark" if dark else "light"
    )
    page.goto(address)
    image = Image.open(io.BytesIO(page.screenshot()))
    size = (round(image.width * HEIGHT / image.height), HEIGHT)
    return image.convert("RGB").resize(size, Image.Resampling.LANCZOS)


def main(folder: str) -> None:
    address = report(Path(folder)).path.resolve().as_uri()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"))
        desk = shot(browser, address, 1180, 1900, dark=False)
        phone = shot(browser, address, 360, 1600, dark=True)
        browser.close()
    sheet = Image.new("RGB", (desk.width + GAP + phone.width, HEIGHT), "grey")
    sheet.paste(desk, (0, 0))
    sheet.paste(phone, (desk.width + GAP, 0))
    sheet.save(OUT, optimize=True)


if __name__ == "__main__":
    main(sys.argv[1])
