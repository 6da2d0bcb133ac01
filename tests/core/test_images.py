"""Pictures of digits: whatever a person draws becomes what MNIST would have made of it."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from dl4j_bridge import datasets
from dl4j_bridge.datasets.images import read_digit
from dl4j_bridge.errors import DataError

Pixels = NDArray[np.float32]


@pytest.fixture(scope="module")
def digits() -> Pixels:
    """The first 50 test digits, shape (50, 784)."""
    return datasets.mnist().test.x[:50]


def encode(picture: Image.Image | NDArray[np.generic], kind: str = "PNG", **options: int) -> bytes:
    if not isinstance(picture, Image.Image):
        picture = Image.fromarray(picture)
    file = io.BytesIO()
    picture.save(file, kind, **options)
    return file.getvalue()


def ink(digit: Pixels, side: int = 28) -> NDArray[np.uint8]:
    """White ink on black, shape (side, side)."""
    small = Image.fromarray(np.rint(digit * 255).astype(np.uint8).reshape(28, 28))
    return np.asarray(small.resize((side, side), Image.Resampling.BICUBIC))


def off_centre(digit: Pixels) -> NDArray[np.uint8]:
    page = np.full((600, 800), 255, np.uint8)
    page[380:580, 30:230] = 255 - ink(digit, 200)
    return page


def photo(digit: Pixels) -> NDArray[np.uint8]:
    """Grey ink on grainy paper that lies half in the shade."""
    strength = np.zeros((600, 800))
    strength[150:450, 250:550] = ink(digit, 300) / 255
    paper = 200 - 60 * np.linspace(0, 1, 800) + np.random.RandomState(0).normal(0, 4, (600, 800))
    return (paper * (1 - strength) + 60 * strength).clip(0, 255).astype(np.uint8)


def transparent(digit: Pixels, colour: int) -> NDArray[np.uint8]:
    picture = np.full((280, 280, 4), colour, np.uint8)
    picture[..., 3] = ink(digit, 280)
    return picture


def palette(digit: Pixels) -> Image.Image:
    return Image.fromarray(255 - ink(digit, 280)).convert("P")


DRAWINGS: dict[str, Callable[[Pixels], bytes]] = {
    "dark on light": lambda d: encode(255 - ink(d, 280)),
    "light on dark": lambda d: encode(ink(d, 280)),
    "far off the centre": lambda d: encode(off_centre(d)),
    "JPEG": lambda d: encode(255 - ink(d, 280), "JPEG", quality=40),
    "photograph": lambda d: encode(photo(d), "JPEG", quality=80),
    "black on nothing": lambda d: encode(transparent(d, 0)),
    "white on nothing": lambda d: encode(transparent(d, 255)),
    "red on blue": lambda d: encode(
        np.stack([ink(d, 280), 0 * ink(d, 280), 200 - ink(d, 280) // 2], axis=2)
    ),
    "grey of 16 bits": lambda d: encode(np.uint16(65535) - ink(d, 280).astype(np.uint16) * 257),
    "palette": lambda d: encode(palette(d)),
    "black or white": lambda d: encode(Image.fromarray(ink(d, 280)).convert("1")),
    "CMYK": lambda d: encode(Image.fromarray(255 - ink(d, 280)).convert("CMYK"), "TIFF"),
    "floats": lambda d: encode(Image.fromarray(1 - ink(d, 280) / np.float32(255)), "TIFF"),
    "BMP": lambda d: encode(255 - ink(d, 280), "BMP"),
    "GIF": lambda d: encode(255 - ink(d, 280), "GIF"),
    "large": lambda d: encode(255 - ink(d, 3000), "JPEG"),
}


@pytest.mark.parametrize("drawing", DRAWINGS)
def test_a_drawing_becomes_the_digit_it_was_made_from(digits, drawing):
    read = np.concatenate([read_digit(DRAWINGS[drawing](digit)) for digit in digits[:10]])
    assert (read.shape, read.dtype) == ((10, 784), np.float32)
    assert read.min() >= 0
    assert read.max() == 1
    likeness = [np.corrcoef(one, other)[0, 1] for one, other in zip(read, digits, strict=False)]
    assert min(likeness) > 0.8, likeness
    nearest = [int(np.abs(digits - one).sum(axis=1).argmin()) for one in read]
    assert nearest == list(range(10))


def test_an_inverted_mnist_digit_comes_back_at_most_a_pixel_aside(digits):
    shifts = [(down, right) for down in (-1, 0, 1) for right in (-1, 0, 1)]
    for digit in digits:
        read, original = read_digit(encode(255 - ink(digit))), digit.reshape(28, 28)
        moved = [np.roll(original, shift, axis=(0, 1)).ravel() for shift in shifts]
        assert max(np.corrcoef(read[0], other)[0, 1] for other in moved) > 0.97


def test_a_28_by_28_picture_on_black_is_taken_as_it_is(digits, tmp_path):
    path = tmp_path / "digit.png"
    path.write_bytes(encode(ink(digits[0])))
    assert read_digit(path).tobytes() == read_digit(str(path)).tobytes() == digits[0].tobytes()


def test_the_ink_is_20_pixels_high_with_its_mass_in_the_middle():
    page = np.full((500, 300), 255, np.uint8)
    page[50:250, 40:60] = 0  # a stroke of 200×20
    image = read_digit(encode(page)).reshape(28, 28)
    rows, columns = np.flatnonzero(image.any(axis=1)), np.flatnonzero(image.any(axis=0))
    assert (len(rows), len(columns)) == (20, 2)
    mass = image.sum()
    assert abs(image.sum(axis=1) @ np.arange(28) / mass - 14) <= 0.5
    assert abs(image.sum(axis=0) @ np.arange(28) / mass - 14) <= 0.5


def test_a_lopsided_digit_stays_inside():
    page = np.zeros((300, 300), np.uint8)
    page[50:250, 50:250] = np.tri(200, dtype=np.uint8) * 60
    page[240:250, 50:60] = 255
    image = read_digit(encode(page)).reshape(28, 28)
    assert np.count_nonzero(image.any(axis=1)) == 20


def test_a_camera_s_rotation_is_undone(digits):
    upright = Image.fromarray(255 - ink(digits[0], 280))
    exif = Image.Exif()
    exif[0x0112] = 6  # the camera lay on its side: turn by 90° clockwise to see it right
    file = io.BytesIO()
    upright.transpose(Image.Transpose.ROTATE_90).save(file, "PNG", exif=exif)
    np.testing.assert_array_equal(read_digit(file.getvalue()), read_digit(encode(upright)))


def checkerboard() -> NDArray[np.uint8]:
    return (np.indices((64, 64)).sum(axis=0) % 2 * 255).astype(np.uint8)


@pytest.mark.parametrize(
    "picture",
    [
        np.zeros((28, 28), np.uint8),
        np.full((300, 200), 255, np.uint8),
        np.full((50, 50, 4), 0, np.uint8),
        np.full((1, 1), 7, np.uint8),
        np.random.RandomState(0).normal(200, 3, (100, 100)).astype(np.uint8),
        np.zeros((9, 9), np.uint16),
        checkerboard(),
    ],
    ids=["black", "white", "transparent", "one pixel", "grain", "16 bits", "checkerboard"],
)
def test_a_blank_picture_is_refused(picture):
    with pytest.raises(DataError, match="the picture: blank"):
        read_digit(encode(picture))


def test_what_is_no_picture_is_refused_by_name(tmp_path):
    path = tmp_path / "digit.png"
    path.write_bytes(b"<html>not found</html>")
    with pytest.raises(DataError, match=r"digit.png: not a picture of a known format \(PNG"):
        read_digit(path)
    with pytest.raises(DataError, match="the picture: not a picture"):
        read_digit(b"")
    with pytest.raises(DataError, match="no such file"):
        read_digit(tmp_path / "none.png")
    with pytest.raises(DataError, match="not a file"):
        read_digit(tmp_path)


def test_postscript_which_would_start_a_program_is_refused():
    with pytest.raises(DataError, match="not a picture of a known format"):
        read_digit(b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 28 28\n%%EOF\n")


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "BMP", "GIF", "TIFF", "WEBP"])
def test_a_picture_cut_anywhere_is_refused(digits, kind):
    data = encode(255 - ink(digits[0], 100), kind)
    for share in (0.02, 0.3, 0.6, 0.9):
        with pytest.raises(DataError, match="the picture: not a"):
            read_digit(data[: int(len(data) * share)])


@pytest.mark.parametrize("side", [8_000, 12_000, 60_000])
def test_a_decompression_bomb_is_refused_unread(side):
    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0))
    bomb = b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(bytes(1000)))
    with pytest.raises(DataError, match=r"pixels.*Shrink the picture"):
        read_digit(bomb)
