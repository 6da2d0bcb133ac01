"""A report as a browser shows it, from the disk."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from dl4j_bridge.lab.reporting import report
from tests.core.folders import history, outcome, write_comparison, write_run

Open = Callable[..., Page]


@pytest.fixture(scope="module")
def address(tmp_path_factory) -> str:
    """A comparison's report; no JVM is needed to see how a page looks."""
    settings = [("adam", "default"), ("adam", "0.1"), ("sgd", "default"), ("sgd", "0.1")]
    outcomes = [
        outcome(updater, rate, seed, 0.5, 0.9 - number / 10 + seed / 100)
        for number, (updater, rate) in enumerate(settings)
        for seed in (1, 2)
    ]
    folder = write_comparison(tmp_path_factory.mktemp("browser") / "compared", outcomes)
    return report(folder).path.as_uri()


@pytest.fixture
def opened(browser: Browser) -> Iterator[Open]:
    """Opens an address; at the end nothing may have gone wrong, or been asked of a network."""
    troubles: list[str] = []
    pages: list[Page] = []

    def opened(address: str, width: int = 1280, scheme: str = "light") -> Page:
        page = browser.new_page(viewport={"width": width, "height": 800}, color_scheme=scheme)
        pages.append(page)
        page.on("console", lambda message: troubles.append(message.text))
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.on(
            "request",
            lambda request: (
                None if request.url.startswith(("file:", "data:")) else troubles.append(request.url)
            ),
        )
        page.goto(address)
        return page

    yield opened
    for page in pages:
        page.close()
    assert troubles == []


@pytest.mark.parametrize("width", [360, 768, 1280])
def test_nothing_is_wider_than_the_screen(opened: Open, address: str, width: int) -> None:
    page = opened(address, width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    cut = page.evaluate(
        """() => [...document.querySelectorAll("h1, h2, p, li, figure, img, dd")]
            .filter((e) => e.getBoundingClientRect().right > innerWidth + 0.5)
            .map((e) => e.outerHTML.slice(0, 80))"""
    )
    assert cut == []


def test_every_picture_is_there(opened: Open, address: str) -> None:
    page = opened(address)
    sizes = page.evaluate(
        "[...document.images].map((i) => [i.complete, i.naturalWidth, i.naturalHeight, i.alt])"
    )
    assert len(sizes) == 6
    assert all(done and width > 300 and height > 100 and alt for done, width, height, alt in sizes)


def test_a_picture_is_not_distorted(opened: Open, address: str) -> None:
    ratios = opened(address, 360).evaluate(
        "[...document.images].map((i) => i.width / i.height / (i.naturalWidth / i.naturalHeight))"
    )
    assert all(abs(ratio - 1) < 0.02 for ratio in ratios)


def column(page: Page, number: int) -> list[str]:
    table = page.locator("table").last
    return table.locator(f"tbody td:nth-child({number})").all_inner_texts()


def test_a_click_on_a_heading_sorts(opened: Open, address: str) -> None:
    page = opened(address)
    before = column(page, 2)
    heading = page.locator("table").last.get_by_role("button", name="learning-rate")
    heading.click()
    assert column(page, 2) == sorted(before, key=float)
    assert heading.locator("..").get_attribute("aria-sort") == "ascending"
    heading.focus()
    page.keyboard.press("Enter")
    assert column(page, 2) == sorted(before, key=float, reverse=True)
    page.locator("table").last.get_by_role("button", name="p", exact=True).click()
    assert column(page, 4)[-1] == "–"  # the winner has none


def contrast(page: Page, selector: str) -> float:
    """Of a text with the page's paper, as WCAG 2.1 has it."""
    return page.evaluate(
        """(selector) => {
            const light = (colour) => {
                const [r, g, b] = colour.match(/[\\d.]+/g).map((part) => part / 255)
                    .map((c) => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
                return 0.2126 * r + 0.7152 * g + 0.0722 * b;
            };
            const paper = light(getComputedStyle(document.body).backgroundColor);
            const ink = light(getComputedStyle(document.querySelector(selector)).color);
            return (Math.max(paper, ink) + 0.05) / (Math.min(paper, ink) + 0.05);
        }""",
        selector,
    )


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_is_legible_in_light_and_dark(opened: Open, address: str, scheme: str) -> None:
    page = opened(address, scheme=scheme)
    assert contrast(page, "h1") > 7
    assert contrast(page, "figcaption") > 4.5
    paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert (paper == "rgb(255, 255, 255)") == (scheme == "light")


def test_a_run_with_long_names_fits_a_phone(opened: Open, tmp_path: Path) -> None:
    folder = write_run(tmp_path / "run", history(0.5, 0.9), system="Linux-" + "x" * 200)
    page = opened(report(folder).path.as_uri(), 360)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
