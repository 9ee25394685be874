"""Features by which claims and attributions are linked to cues."""

from dataclasses import dataclass

import numpy as np

from sayso.heads import link_masks
from sayso.model.encoding import Floats, WordSpan


@dataclass(frozen=True)
class Cue:
    anchor: WordSpan
    content_odds: Floats
    source_odds: Floats


def cue(content: list[float], source: list[float]) -> Cue:
    return Cue(
        WordSpan(window=0, first=12, last=13),
        np.array(content, dtype=np.float32),
        np.array(source, dtype=np.float32),
    )


# The window begins at word 10.
SAID = cue([-4, -4, 2, 4, 12], [3, -20, -4, -4, -4])
DENIED = cue([1, -1, -1, -1, -1], [-2, -2, -2, -2, 6])


def test_features_are_odds_membership_and_size() -> None:
    found = link_masks([12, 14, 11], [SAID, DENIED], 10)
    assert found.shape == (3, 2, 4)
    assert found.dtype == np.float32
    assert np.round(found[0, 0], 4).tolist() == [0.5, -1.0, 1.0, np.float32(0.06).round(4)]
    assert found[1, 0, :3].tolist() == [2.0, -1.0, 1.0], "odds are clipped at 8"
    assert found[2, 0, :3].tolist() == [-1.0, -2.0, 0.0]
    assert found[1, 1, :3].tolist() == [-0.25, 1.5, 0.0]
    assert found[:, 1, 3].tolist() == [np.float32(0.02)] * 3


def test_word_with_even_odds_is_outside() -> None:
    assert link_masks([10], [cue([0.0], [0.0])], 10).tolist() == [[[0.0, 0.0, 0.0, 0.0]]]
