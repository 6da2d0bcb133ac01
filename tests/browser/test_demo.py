"""Strokes drawn in a real browser, and what the demo's page says to them."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from dl4j_bridge.datasets.strokes import draw_strokes, read_strokes

from ..demos import started
from .hand import DIGITS, Stroke

PHONE = {
    "viewport": {"width": 390, "height": 844},
    "device_scale_factor": 2,
    "has_touch": True,
    "is_mobile": True,
}
READ_BACK = """() => {
    const canvas = document.querySelector("#seen");
    const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    return [canvas.height, canvas.width, [...data].filter((_, i) => i % 4 === 0)];
}"""


def draw(page: Any, strokes: list[Stroke]) -> None:
    """With the mouse, as one hand draws."""
    box = page.locator("#sheet").bounding_box()
    for stroke in strokes:
        places = [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in stroke]
        page.mouse.move(*places[0])
        page.mouse.down()
        for place in places[1:]:
            page.mouse.move(*place)
        page.mouse.up()
    settle(page)


def settle(page: Any) -> None:
    page.wait_for_selector("#answer[aria-busy=false]")


def best(page: Any) -> str:
    return page.inner_text("#best")


def test_drawn_digits_are_read(open_page: Callable[..., Any]) -> None:
    page = open_page()
    read = {}
    for digit, strokes in DIGITS.items():
        draw(page, strokes)
        read[digit] = best(page)
        page.keyboard.press("Escape")
        settle(page)
    right = [digit for digit, said in read.items() if said == str(digit)]
    assert len(right) >= 9, read


def test_probabilities_are_bars_with_numbers(open_page: Callable[..., Any]) -> None:
    page = open_page()
    assert page.locator("#bars li").count() == 10
    draw(page, DIGITS[7])
    shares = [float(text.rstrip(" %")) for text in page.locator("#bars .number").all_inner_texts()]
    assert sum(shares) == pytest.approx(100, abs=0.6)
    winner = int(np.argmax(shares))
    assert best(page) == str(winner)
    widths = page.eval_on_selector_all(
        "#bars .bar", "bars => bars.map(b => b.getBoundingClientRect().width)"
    )
    tracks = page.eval_on_selector_all("#bars .track", "all => all.map(t => t.clientWidth)")
    np.testing.assert_allclose(np.divide(widths, tracks) * 100, shares, atol=0.6)
    assert page.inner_text("#spoken").startswith(f"{winner}, ")


def test_the_picture_shown_is_what_the_network_gets(open_page: Callable[..., Any]) -> None:
    page = open_page()
    with page.expect_request("**/read") as sent:
        draw(page, DIGITS[1])
    settle(page)
    height, width, pixels = page.evaluate(READ_BACK)
    shown = np.reshape(pixels, (height, width))
    assert shown.shape == (28, 28)
    assert sent.value.method == "POST"
    # A live drawing is sent many times; what is shown belongs to all of it.
    whole = draw_strokes(read_strokes([[list(point) for point in s] for s in DIGITS[1]]))
    assert np.abs(shown - whole.astype(int)).mean() < 6


def test_every_layer_is_shown(open_page: Callable[..., Any]) -> None:
    page = open_page()
    draw(page, DIGITS[3])
    assert page.locator(".layer h3").all_inner_texts() == ["DenseLayer · 1000", "OutputLayer · 10"]
    assert "ReLU" in page.inner_text(".layer p >> nth=0")
    colours = page.eval_on_selector(
        ".maps canvas",
        """c => new Set(c.getContext("2d").getImageData(0, 0, c.width, c.height).data).size""",
    )
    assert colours > 20


def test_it_answers_while_the_pen_is_down(open_page: Callable[..., Any]) -> None:
    page = open_page()
    box = page.locator("#sheet").bounding_box()
    page.mouse.move(box["x"] + 100, box["y"] + 60)
    page.mouse.down()
    page.mouse.move(box["x"] + 100, box["y"] + 300, steps=20)
    settle(page)
    assert best(page) == "1"
    page.mouse.up()


def test_undo_and_clear_by_button_and_key(open_page: Callable[..., Any]) -> None:
    page = open_page()
    undo, clear = page.locator("#undo"), page.locator("#clear")
    assert undo.is_disabled()
    assert clear.is_disabled()
    draw(page, DIGITS[4])
    whole = page.evaluate(READ_BACK)
    for again in (undo.click, lambda: page.keyboard.press("Backspace")):
        again()
        settle(page)
        assert page.evaluate(READ_BACK) != whole
        assert not undo.is_disabled()  # the first stroke is still there
        draw(page, DIGITS[4][1:])
        assert page.evaluate(READ_BACK) == whole
    for empty in (clear.click, lambda: page.keyboard.press("Escape")):
        draw(page, DIGITS[1])
        empty()
        settle(page)
        assert best(page) == "–"
        assert page.locator(".layer").count() == 0
        assert undo.is_disabled()


def test_a_finger_draws_on_a_phone_and_the_page_fits_it(open_page: Callable[..., Any]) -> None:
    page = open_page(**PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    box = page.locator("#sheet").bounding_box()
    hand = page.context.new_cdp_session(page)
    x = box["x"] + box["width"] / 2
    for kind, share in (("touchStart", 0.15), *(("touchMove", i / 20) for i in range(4, 18))):
        point = {"x": x, "y": box["y"] + share * box["height"]}
        hand.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [point]})
    hand.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    settle(page)
    assert best(page) == "1"
    assert page.evaluate("scrollY") == 0
    for button in page.locator("button").all():
        assert button.bounding_box()["height"] >= 44
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    photograph(page, "phone")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_stand_out_from_the_page(open_page: Callable[..., Any], scheme: str) -> None:
    page = open_page(color_scheme=scheme, viewport={"width": 1120, "height": 900})
    draw(page, DIGITS[8])
    for place in ("#best", "#model", ".layer p", "h2", "#bars .number", "button >> nth=0"):
        ink = page.eval_on_selector(place, "e => getComputedStyle(e).color")
        paper = page.eval_on_selector("body", "e => getComputedStyle(e).backgroundColor")
        assert contrast(ink, paper) >= 4.5, (place, ink, paper)
    photograph(page, scheme)


def test_a_demo_that_was_ended_says_so(browser: Any) -> None:
    with started() as short:
        page = browser.new_page()
        page.goto(short.address)
        page.wait_for_selector("#bars li")
    draw(page, DIGITS[1])
    assert "was ended" in page.inner_text("#trouble")
    page.close()


def contrast(one: str, other: str) -> float:
    """WCAG 2.1's ratio of two colours such as `rgb(1, 2, 3)`."""
    light = sorted(luminance(colour) + 0.05 for colour in (one, other))
    return light[1] / light[0]


def luminance(colour: str) -> float:
    digits = colour[colour.index("(") + 1 : -1].split(",")[:3]
    parts = [int(digit) / 255 for digit in digits]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return sum(w * p for w, p in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def photograph(page: Any, name: str) -> None:
    """Keep a screenshot where `DL4J_BRIDGE_SCREENSHOTS` says, for the documentation."""
    folder = os.environ.get("DL4J_BRIDGE_SCREENSHOTS")
    if folder:
        page.screenshot(path=Path(folder) / f"demo-{name}.png", full_page=True)
