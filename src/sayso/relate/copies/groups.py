"""Which reports are copies of one text, and which tell the same happening in words of their own.

Reprints, new headlines, shortened and lightly rewritten versions are copies; a shared quotation or a
paragraph of the same wire in a report of its own is none. Two texts are compared only if they share a key;
what tells is how much of the shorter stands in the longer; groups are what is alike on average.
"""

import zlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from functools import lru_cache
from itertools import combinations
from typing import NamedTuple

import numpy as np
from rensa import RMinHash

from sayso.codebook import read_codebook
from sayso.model.blocking import Pair, Sketch
from sayso.model.group import CopyGroup
from sayso.model.report import Report, digest
from sayso.relate.components import components
from sayso.relate.copies.alignment import Runs, carried_share, runs_of
from sayso.relate.copies.letters import hash_runs, letters_of, numbers_of
from sayso.relate.copies.originals import Publication, find_original, in_order, main_credit
from sayso.relate.linkage import link_on_average

__all__ = [
    "compare_copies",
    "compare_rest",
    "find_copies",
    "group_copies",
    "least_join",
    "least_score",
    "sketch_copy",
]

# Odd constants that tell bands apart and spread hashes over 63 bits (SplitMix64).
_BAND, _MIX = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xBF58476D1CE4E5B9)
# Texts unpacked at a time: neighbours are compared one after another.
_UNPACKED = 256


def sketch_copy(report: Report) -> Sketch:
    """Take down what tells whether others copy a report: keys for candidates, and its letters, packed."""
    letters = letters_of(report.text)
    return Sketch(report=report.id, keys=_keys(letters), body=zlib.compress(letters.encode()))


def compare_copies(one: Sketch, other: Sketch) -> float:
    """The share of the shorter text that stands in the longer, in stretches and in order, from 0 to 1.

    A share below `grouping.unseen` of the codebook is given as that, and so is any between texts whose
    numbers differ: they count as not compared.
    """
    unseen: float = read_codebook("copies")["grouping"]["unseen"]
    if one.body == other.body:
        return 1.0
    shorter, longer = sorted((one.body, other.body), key=lambda body: (_unpack(body).runs.length, body))
    text, other_text = _unpack(shorter), _unpack(longer)
    share = carried_share(text.runs, other_text.runs)
    if share <= unseen or _numbers_differ(text, other_text):
        return unseen
    return round(share, 4)


def least_score() -> float:
    """The score below which a pair need not be kept: it counts as not compared."""
    return float(np.nextafter(read_codebook("copies")["grouping"]["unseen"], 1))


def least_join() -> float:
    """The least score by which texts can come into one group: pairs below it join no component."""
    return float(read_codebook("copies")["grouping"]["least"])


def compare_rest(sketches: Iterable[Sketch], pairs: Iterable[Pair]) -> tuple[Pair, ...]:
    """Compare those texts that share no key though a chain of copies joins them.

    Takes the pairs compared so far, and the sketches of at least the texts in them. What it gives follows
    from what it is given and joins no further texts, so that it is made anew with the groups and need not be
    kept.
    """
    least: float = read_codebook("copies")["grouping"]["least"]
    by_name = {sketch.report: sketch for sketch in sketches}
    compared = {(pair.left, pair.right): pair for pair in pairs}
    alike = [names for names, pair in compared.items() if pair.score >= least]
    return tuple(
        Pair(one, other, compare_copies(by_name[one], by_name[other]))
        for component in components((), alike)
        for one, other in combinations(component, 2)
        if (one, other) not in compared
    )


def group_copies(publications: Iterable[Publication], pairs: Iterable[Pair]) -> tuple[CopyGroup, ...]:
    """Part reports into groups of copies, from what comparing their texts gave.

    Every report stands in one group; one without copies is a group of its own. Pairs name texts
    (`Publication.text`) and come from sharing keys and from `compare_rest`; one that is missing counts as
    `grouping.unseen` of the codebook. The outcome for a report depends on its connected component alone. A
    group's id comes from its first report.
    """
    settings = read_codebook("copies")["grouping"]
    by_text: dict[str, list[Publication]] = defaultdict(list)
    for publication in publications:
        by_text[publication.text].append(publication)
    known = [pair for pair in pairs if pair.left in by_text and pair.right in by_text]
    groups = link_on_average(by_text, known, least=settings["least"], unseen=settings["unseen"])
    return tuple(_make_group(one for text in group for one in by_text[text]) for group in groups)


def find_copies(reports: Iterable[Report]) -> tuple[CopyGroup, ...]:
    """Part reports in memory into groups of copies; the same report twice counts once."""
    by_document: dict[str, dict[str, Report]] = defaultdict(dict)
    for report in reports:
        by_document[report.document][report.id] = report
    sketches, publications = [], []
    for same in by_document.values():
        first = min(same)
        sketches.append(sketch_copy(same[first]))
        publications += [Publication.of(report, text=first) for report in same.values()]
    pairs = tuple(_compare_sharing(sketches))
    return group_copies(publications, pairs + compare_rest(sketches, pairs))


def _compare_sharing(sketches: Iterable[Sketch]) -> Iterator[Pair]:
    """Compare each two sketches that share a key, once."""
    by_id = {sketch.report: sketch for sketch in sketches}
    sharing: dict[int, list[str]] = defaultdict(list)
    for name in sorted(by_id):
        for key in set(by_id[name].keys):
            sharing[key].append(name)
    candidates = {pair for names in sharing.values() for pair in combinations(names, 2)}
    for one, other in _by_component(candidates):
        yield Pair(one, other, compare_copies(by_id[one], by_id[other]))


def _by_component(candidates: Collection[tuple[str, str]]) -> list[tuple[str, str]]:
    """Candidates sorted so that each text is unpacked while all that it is compared with are at hand."""
    joined = components((), candidates)
    place = {name: number for number, component in enumerate(joined) for name in component}
    return sorted(candidates, key=lambda pair: (place[pair[0]], pair))


def _make_group(publications: Iterable[Publication]) -> CopyGroup:
    ordered = in_order(publications)
    original = find_original(ordered)
    return CopyGroup(
        id="c_" + digest("copies", ordered[0].report),
        reports=tuple(one.report for one in ordered),
        original=original.report if original else None,
        credit=main_credit(ordered, original),
    )


def _keys(letters: str) -> tuple[int, ...]:
    """Keys, the more of them shared the more runs of letters two texts share; none for an empty text."""
    if not letters:
        return ()
    settings = read_codebook("copies")["keys"]
    hashes, count = settings["hashes"], settings["keys"]
    runs = hash_runs(letters, min(settings["run"], len(letters)))
    least = RMinHash.digest_matrix_from_flat_token_hashes(
        runs, [0, len(runs)], hashes * count, settings["seed"]
    )
    bands = np.array(least.to_rows()[0], dtype=np.uint64).reshape(count, hashes)
    keys = (np.arange(count, dtype=np.uint64) + np.uint64(1)) * _BAND
    for column in bands.T:
        keys = (keys ^ column) * _MIX
        keys ^= keys >> np.uint64(29)
    return tuple((keys >> np.uint64(1)).tolist())


class _Text(NamedTuple):
    """A text as it is compared."""

    runs: Runs
    numbers: frozenset[str]


@lru_cache(maxsize=_UNPACKED)
def _unpack(body: bytes) -> _Text:
    letters = zlib.decompress(body).decode()
    return _Text(runs_of(letters), numbers_of(letters))


def _numbers_differ(text: _Text, other: _Text) -> bool:
    """Whether too few of a text's numbers stand in the other, if it has enough to tell."""
    settings = read_codebook("copies")["numbers"]
    kept = len(text.numbers & other.numbers)
    enough: int = settings["enough"]
    return len(text.numbers) >= enough and kept < settings["least_kept"] * len(text.numbers)
