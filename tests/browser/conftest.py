"""The demo in a browser as a user has it."""

import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from ..demos import Demo, started

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")


@pytest.fixture(scope="session")
def demo() -> Iterator[Demo]:
    """The demo with the model that travels with the bridge."""
    with started() as running:
        yield running


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Debian's Chromium; Playwright's own is not needed."""
    if CHROMIUM is None:
        words = "needs Chromium: apt-get install chromium"
        pytest.fail(words) if "CI" in os.environ else pytest.skip(words)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM)
        yield chromium
        chromium.close()


@pytest.fixture
def open_page(browser: Any, demo: Demo) -> Iterator[Callable[..., Any]]:
    """Opens the demo; the page must neither complain nor ask anybody else for anything."""
    contexts, complaints = [], []

    def open_it(address: str = demo.address, **options: Any) -> Any:
        contexts.append(browser.new_context(**options))
        page = contexts[-1].new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda m: complaints.append(m.text) if m.type == "error" else None)
        page.on(
            "request",
            lambda r: None if r.url.startswith((address, "data:")) else complaints.append(r.url),
        )
        page.goto(address)
        page.wait_for_selector("#bars li")
        return page

    yield open_it
    for context in contexts:
        context.close()
    assert not complaints
