"""Clustering of reports that are copies of one text.

Reprints, new headlines, shortened and lightly rewritten versions are copies; a shared quotation or a
paragraph of the same wire in an independent report is none. Two texts are compared only if they share a
blocking key; the score is the share of the shorter text found in the longer; clusters are made by average
linkage.
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
from sayso.relate.copies.alignment import NGrams, index_ngrams, shared_portion
from sayso.relate.copies.normalization import extract_numbers, hash_ngrams, normalize_text
from sayso.relate.copies.originals import Publication, find_original, main_credit, order_publications
from sayso.relate.linkage import link_on_average

__all__ = [
    "compare_copies",
    "compare_unblocked_pairs",
    "find_copies",
    "group_copies",
    "least_join",
    "least_score",
    "sketch_copy",
]

# Odd constants that separate bands and spread hashes over 63 bits (SplitMix64).
_BAND, _MIX = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xBF58476D1CE4E5B9)
# Unpacked texts in the cache: pairs are compared by component.
_UNPACKED = 256


def sketch_copy(report: Report) -> Sketch:
    """Return the sketch of a report for finding its copies: blocking keys and its letters, compressed."""
    letters = normalize_text(report.text)
    return Sketch(report=report.id, keys=_keys(letters), body=zlib.compress(letters.encode()))


def compare_copies(a: Sketch, b: Sketch) -> float:
    """Return the share of the shorter text that stands in the longer, in contiguous spans, from 0 to 1.

    A share below `grouping.unseen` of the codebook is returned as `unseen`, and so is any between texts whose
    numbers differ: they count as not compared.
    """
    unseen: float = read_codebook("copies")["grouping"]["unseen"]
    if a.body == b.body:
        return 1.0
    shorter, longer = sorted((a.body, b.body), key=lambda body: (_unpack(body).ngrams.length, body))
    shorter_text, longer_text = _unpack(shorter), _unpack(longer)
    share = shared_portion(shorter_text.ngrams, longer_text.ngrams)
    if share <= unseen or _numbers_differ(shorter_text, longer_text):
        return unseen
    return round(share, 4)


def least_score() -> float:
    """Return the least score worth storing; a pair below it counts as not compared."""
    return float(np.nextafter(read_codebook("copies")["grouping"]["unseen"], 1))


def least_join() -> float:
    """Return the least score that connects two texts in one component."""
    return float(read_codebook("copies")["grouping"]["least"])


def compare_unblocked_pairs(sketches: Iterable[Sketch], pairs: Iterable[Pair]) -> tuple[Pair, ...]:
    """Compare the texts that share no blocking key though a chain of copies connects them.

    Takes the pairs compared so far, and the sketches of at least the texts in them. The result depends on the
    arguments alone and connects no further texts, so that it can be computed again with the groups and need
    not be stored.
    """
    least: float = read_codebook("copies")["grouping"]["least"]
    by_name = {sketch.report: sketch for sketch in sketches}
    compared = {(pair.left, pair.right): pair for pair in pairs}
    alike = [names for names, pair in compared.items() if pair.score >= least]
    return tuple(
        Pair(a, b, compare_copies(by_name[a], by_name[b]))
        for component in components((), alike)
        for a, b in combinations(component, 2)
        if (a, b) not in compared
    )


def group_copies(publications: Iterable[Publication], pairs: Iterable[Pair]) -> tuple[CopyGroup, ...]:
    """Cluster reports into groups of copies by the scores of their texts.

    Every report is in one group; a report without copies forms a group by itself. Pairs name texts
    (`Publication.text`) and come from shared blocking keys and from `compare_unblocked_pairs`; a missing pair
    counts as `grouping.unseen` of the codebook. The result for a report depends on its connected component
    alone. A group's id comes from its first report.
    """
    settings = read_codebook("copies")["grouping"]
    by_text: dict[str, list[Publication]] = defaultdict(list)
    for publication in publications:
        by_text[publication.text].append(publication)
    known = [pair for pair in pairs if pair.left in by_text and pair.right in by_text]
    groups = link_on_average(by_text, known, least=settings["least"], unseen=settings["unseen"])
    return tuple(
        _make_group(publication for text in group for publication in by_text[text]) for group in groups
    )


def find_copies(reports: Iterable[Report]) -> tuple[CopyGroup, ...]:
    """Cluster reports in memory into groups of copies; the same report twice counts once."""
    by_document: dict[str, dict[str, Report]] = defaultdict(dict)
    for report in reports:
        by_document[report.document][report.id] = report
    sketches, publications = [], []
    for same in by_document.values():
        first = min(same)
        sketches.append(sketch_copy(same[first]))
        publications += [Publication.of(report, text=first) for report in same.values()]
    pairs = tuple(_compare_sharing(sketches))
    return group_copies(publications, pairs + compare_unblocked_pairs(sketches, pairs))


def _compare_sharing(sketches: Iterable[Sketch]) -> Iterator[Pair]:
    """Compare each two sketches that share a key, once."""
    by_id = {sketch.report: sketch for sketch in sketches}
    sharing: dict[int, list[str]] = defaultdict(list)
    for name in sorted(by_id):
        for key in set(by_id[name].keys):
            sharing[key].append(name)
    candidates = {pair for names in sharing.values() for pair in combinations(names, 2)}
    for a, b in _by_component(candidates):
        yield Pair(a, b, compare_copies(by_id[a], by_id[b]))


def _by_component(candidates: Collection[tuple[str, str]]) -> list[tuple[str, str]]:
    """Sort candidates by component, so that each text is unpacked while its candidates are cached."""
    joined = components((), candidates)
    place = {name: number for number, component in enumerate(joined) for name in component}
    return sorted(candidates, key=lambda pair: (place[pair[0]], pair))


def _make_group(publications: Iterable[Publication]) -> CopyGroup:
    ordered = order_publications(publications)
    original = find_original(ordered)
    return CopyGroup(
        id="c_" + digest("copies", ordered[0].report),
        reports=tuple(publication.report for publication in ordered),
        original=original.report if original else None,
        credit=main_credit(ordered, original),
    )


def _keys(letters: str) -> tuple[int, ...]:
    """Return the MinHash blocking keys of a text; none for an empty text."""
    if not letters:
        return ()
    settings = read_codebook("copies")["keys"]
    hashes, count = settings["hashes"], settings["keys"]
    ngrams = hash_ngrams(letters, min(settings["run"], len(letters)))
    least = RMinHash.digest_matrix_from_flat_token_hashes(
        ngrams, [0, len(ngrams)], hashes * count, settings["seed"]
    )
    bands = np.array(least.to_rows()[0], dtype=np.uint64).reshape(count, hashes)
    keys = (np.arange(count, dtype=np.uint64) + np.uint64(1)) * _BAND
    for column in bands.T:
        keys = (keys ^ column) * _MIX
        keys ^= keys >> np.uint64(29)
    return tuple((keys >> np.uint64(1)).tolist())


class _Text(NamedTuple):
    """Indexed text for comparison."""

    ngrams: NGrams
    numbers: frozenset[str]


@lru_cache(maxsize=_UNPACKED)
def _unpack(body: bytes) -> _Text:
    letters = zlib.decompress(body).decode()
    return _Text(index_ngrams(letters), extract_numbers(letters))


def _numbers_differ(shorter: _Text, longer: _Text) -> bool:
    """Tell whether too few numbers of a text stand in the longer one; False if it has too few to judge by."""
    settings = read_codebook("copies")["numbers"]
    kept = len(shorter.numbers & longer.numbers)
    enough: int = settings["enough"]
    return len(shorter.numbers) >= enough and kept < settings["least_kept"] * len(shorter.numbers)
