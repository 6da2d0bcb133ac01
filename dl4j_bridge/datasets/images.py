"""A picture of a handwritten digit, made to look like one of MNIST's."""

from __future__ import annotations

import io
import warnings
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps, UnidentifiedImageError

from ..errors import DataError
from .arrays import scale
from .dataset import Floats
from .rawfile import open_file

__all__ = ["BOX", "SIDE", "Grey", "centred", "read_digit"]

SIDE = 28
BOX = 20  # the longer side of the ink in MNIST
_FORMATS = ("PNG", "JPEG", "BMP", "GIF", "TIFF", "WEBP", "PPM")  # none that runs a program
_MOST_PIXELS = 40_000_000
_MOST_OF_JPEG = 50_000_000  # it is shrunk while it is decoded
_MOST_OF_OTHERS = 10_000_000  # which are turned into RGBA before they are shrunk
_SHRUNK_AS_THEY_ARE = ("L", "LA", "RGB", "RGBA", "CMYK", "YCbCr")
_WORK_SIDE = 512  # larger pictures are shrunk first: strokes stay several pixels wide
_LEAST_CONTRAST = 25  # of 255
_BLACK = 32  # of 255; a darker ground is MNIST's
_FAINT = 0.2  # of the strongest ink; what is weaker is a smear

Grey = NDArray[np.uint8]


def read_digit(source: str | Path | bytes) -> Floats:
    """Read one digit, whatever the size, colours or format of its picture.

    Ink is what differs from the border, darker or lighter; transparent parts are paper. The ink
    is cut out, brought to 20 pixels along its longer side and put on black with its centre of
    mass in the middle of 28×28. A 28×28 picture, light on black, is taken as it is.

    Args:
        source: A PNG, JPEG, BMP, GIF, TIFF, WebP or PPM picture: its path, or its bytes.

    Returns:
        float32 `(1, 784)` in 0..1, white ink on black, row by row.

    Raises:
        DataError: no picture, a damaged one, a blank one, or one above 40 megapixels (JPEG: 50;
            palette, 16 bits: 10).

    Source: the steps are those MNIST was made with (LeCun, Cortes, Burges).
    """
    name = "the picture" if isinstance(source, bytes) else str(source)
    picture = _open(source, name)
    for paper in (255, 0):  # white ink on a transparent ground shows on black only
        grey = _on_paper(picture, paper)
        ground, ink = _ink(grey)
        if ink.max() >= _LEAST_CONTRAST:
            break
    else:
        raise DataError(
            f"{name}: blank, nothing stands out from the border. Draw one digit, large, in one "
            "colour on a plain ground."
        )
    if grey.shape == (SIDE, SIDE) and ground < _BLACK:
        return scale(grey).reshape(1, -1)
    return scale(centred(_boxed(ink))).reshape(1, -1)


def _open(source: str | Path | bytes, name: str) -> Image.Image:
    """The upright picture as RGBA, no side longer than `_WORK_SIDE`."""
    with io.BytesIO(source) if isinstance(source, bytes) else open_file(Path(source)) as file:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                warnings.simplefilter("error", Image.DecompressionBombWarning)
                return _decode(file)
        except MemoryError:
            raise
        except UnidentifiedImageError as fault:
            raise DataError(
                f"{name}: not a picture of a known format ({', '.join(_FORMATS)}). Save it as PNG."
            ) from fault
        except (Image.DecompressionBombError, Image.DecompressionBombWarning) as fault:
            raise DataError(f"{name}: {fault} Shrink the picture.") from fault
        except Exception as fault:  # on damaged input Pillow's decoders raise anything
            raise DataError(
                f"{name}: not a whole picture ({fault}). Save it again as PNG or JPEG."
            ) from fault


def _decode(file: io.BytesIO | io.BufferedReader) -> Image.Image:
    picture: Image.Image = Image.open(file, formats=_FORMATS)
    width, height = picture.size
    if width * height > _most_pixels(picture):
        raise Image.DecompressionBombError(f"{width}×{height} pixels are more than fit a digit.")
    picture.draft("RGB", (_WORK_SIDE, _WORK_SIDE))
    if picture.mode in _SHRUNK_AS_THEY_ARE:
        picture.thumbnail((_WORK_SIDE, _WORK_SIDE))
    picture = ImageOps.exif_transpose(picture)
    if picture.mode.startswith("I") or picture.mode == "F":
        values = np.nan_to_num(np.asarray(picture, dtype=np.float32))
        white = next(top for top in (1, 255, 65535, np.inf) if values.max() <= top)
        picture = Image.fromarray((values.clip(0) * (255 / white)).astype(np.uint8))
    picture = picture.convert("RGBA")
    picture.thumbnail((_WORK_SIDE, _WORK_SIDE))
    return picture


def _most_pixels(picture: Image.Image) -> int:
    """How many are decoded in less than 200 MB."""
    if picture.format == "JPEG":
        return _MOST_OF_JPEG
    return _MOST_PIXELS if picture.mode in _SHRUNK_AS_THEY_ARE else _MOST_OF_OTHERS


def _on_paper(picture: Image.Image, paper: int) -> Grey:
    """Grey values of a picture laid on a sheet of one grey, shape `(height, width)`."""
    sheet = Image.new("RGBA", picture.size, (paper, paper, paper, 255))
    return np.asarray(Image.alpha_composite(sheet, picture).convert("L"))


def _ink(grey: Grey) -> tuple[float, NDArray[np.float32]]:
    """Grey value of the ground, with how far each pixel stands out from it (0 or more)."""
    frame = np.concatenate([grey[0], grey[-1], grey[:, 0], grey[:, -1]])
    ground = float(np.median(frame))
    lighter = grey.astype(np.float32) - ground
    ink = lighter if lighter.max() > -lighter.min() else -lighter
    # What the border shows of grain, shadow or compression is no ink elsewhere either.
    noise = float(np.percentile(np.abs(frame - ground), 90)) + _FAINT * float(ink.max())
    return ground, np.where(ink > noise, ink, np.float32(0))


def _boxed(ink: NDArray[np.float32]) -> Grey:
    """The ink alone, its longer side 20 pixels, its strongest pixel 255."""
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    cut = ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    height, width = (max(1, round(BOX * side / max(cut.shape))) for side in cut.shape)
    small = np.asarray(Image.fromarray(cut).resize((width, height), Image.Resampling.LANCZOS))
    scaled: NDArray[np.float32] = np.rint(small.clip(0) * (255 / small.max()))
    return scaled.astype(np.uint8)


def centred(box: Grey, height: int = SIDE, width: int = SIDE) -> Grey:
    """Ink on black, its centre of mass as near the middle as may be.

    Args:
        box: the ink alone, uint8, no larger than what it is put on, and not all 0.
        height: rows of the result.
        width: columns of the result.

    Returns:
        uint8 `(height, width)`; in MNIST the middle is pixel (14, 14).
    """
    canvas = np.zeros((height, width), dtype=np.uint8)
    rows, columns = box.shape
    weight = box.sum()
    row = float(box.sum(axis=1) @ np.arange(rows) / weight)
    column = float(box.sum(axis=0) @ np.arange(columns) / weight)
    top = min(max(round(height / 2 - row), 0), height - rows)
    left = min(max(round(width / 2 - column), 0), width - columns)
    canvas[top : top + rows, left : left + columns] = box
    return canvas
