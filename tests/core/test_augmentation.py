"""Bounds of distortions: checks, words, TOML."""

import dataclasses

import pytest

from dl4j_bridge.augmentation import Augmentation
from dl4j_bridge.errors import UsageError
from dl4j_bridge.presets import preset
from dl4j_bridge.toml import from_toml, to_toml


def test_it_is_read_from_words() -> None:
    assert Augmentation.parse("shift=2, rotate=10") == Augmentation(shift=2, rotate=10)
    assert Augmentation.parse("") == Augmentation()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("rotat=3", "Did you mean 'rotate'"),
        ("rotate", "'rotate' in the augmentation 'rotate' is no setting with a number"),
        ("rotate=far", "no setting with a number"),
        ("rotate=181", "rotate is 181.0, but must be from 0 to 180"),
        ("shift=-1", "shift is -1.0"),
        ("scale=nan", "scale is nan"),
        ("elastic=inf", "elastic is inf"),
        ("smoothness=0.5", "smoothness is 0.5"),
    ],
)
def test_what_makes_no_sense_is_named(text: str, words: str) -> None:
    with pytest.raises(UsageError) as caught:
        Augmentation.parse(text)
    assert words in str(caught.value)


def test_toml_keeps_it() -> None:
    augment = Augmentation(shift=1.5, elastic=1, smoothness=5)
    original = dataclasses.replace(preset("lecture"), augment=augment)
    assert from_toml(to_toml(original)).augment == augment
    text = 'preset = "lecture"\n[augment]\nrotate = 10\n'
    assert from_toml(text).augment == Augmentation(rotate=10)


@pytest.mark.parametrize("value", ["3", '"much"', "{ rotate = true }", "{ turn = 3 }"])
def test_a_wrong_table_is_named(value: str) -> None:
    with pytest.raises(UsageError, match="augment"):
        from_toml(f'preset = "lecture"\naugment = {value}\n')
