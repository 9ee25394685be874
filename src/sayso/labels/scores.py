"""Agreement of two sets of labels, and scores of readings on labelled reports.

Two claims match if their triggers overlap, or if they have one type and the trigger stands in the sentence of
the gold claim; one to one, the best pairs first. `right` is the headline figure: claims with the right type,
status, negation and innermost source.
"""

import math
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from sayso.labels.gold import AttributionLabel, CommitmentLabel, Labels, SpanLabel
from sayso.model import Attribution, Reading, Span

__all__ = ["FIGURES", "Figure", "Marked", "Score", "marked_by_people", "marked_by_reader", "score"]

# What each figure is: P, R and F1 of both sets, or a share of the pairs (or claims) that it is asked of.
FIGURES: dict[str, str] = {
    "found": "claims found, with whatever type",
    "typed": "claims found with the right type",
    "right": "claims with the right type, status, negation and innermost source",
    "status": "right status, of claims found",
    "negated": "right negation, of claims found",
    "source": "right innermost source, of claims found",
    "chain": "right chain of sources, of claims found",
    "sourced": "found with the right chain, of claims with a source",
    "chained": "found with the right chain, of claims with two sources or more",
    "mode": "right mode, of claims found that have one",
    "time": "right day, of claims found that have one",
    "actors": "actors, of claims found",
    "recipients": "recipients, of claims found",
    "places": "places within 50 km, of claims found",
    "quantities": "quantities with the right value, of claims found",
    "attributions": "attributions with source, cue and half of the content",
    "commitments": "commitments with debtor and deed",
}
_SHARES = frozenset({"status", "negated", "source", "chain", "sourced", "chained", "mode", "time"})
_EARTH_KM = 12742
_NEAR_KM = 50
# A country's centre differs between gazetteers.
_SAME_NAME_KM = 1500
_RESAMPLES = 1000

_ENDING = re.compile(r"[.!?][\"”’']?\s+|\n+")
_NEXT = re.compile(r"[.!?][\"”’']?(\s|$)|\n")
# Words that many names share: alone they make no source the same.
_SHARED_WORDS = (
    "official officials spokesman spokeswoman spokesperson minister ministry president government police"
    " statement report reports source sources people mr mrs ms senior former"
    " a an of in he she it they his her al and"
)
_GENERIC = frozenset(_SHARED_WORDS.split())


class _Source(NamedTuple):
    """A link of a chain; hearsay names no source ("reportedly")."""

    spans: tuple[tuple[int, int], ...]
    words: frozenset[str]
    kind: str
    is_hearsay: bool


class _Claim(NamedTuple):
    trigger: tuple[int, int]
    type: str
    modes: tuple[str, ...]
    status: str
    negated: bool
    chains: tuple[tuple[_Source, ...], ...]
    actors: tuple[tuple[int, int], ...]
    recipients: tuple[tuple[int, int], ...]
    places: tuple[Any, ...]
    quantities: tuple[Any, ...]
    day: str


class _Attribution(NamedTuple):
    sources: tuple[tuple[int, int], ...]
    cues: tuple[tuple[int, int], ...]
    content: tuple[tuple[int, int], ...]


class _Commitment(NamedTuple):
    deed: tuple[int, int]
    debtor: tuple[int, int] | None


class Marked(NamedTuple):
    """Claims, attributions and commitments that people or a reader marked in a text, as they are compared."""

    text: str
    claims: Sequence[_Claim] = ()
    attributions: Sequence[_Attribution] = ()
    commitments: Sequence[_Commitment] = ()


def marked_by_people(text: str, labels: Labels) -> Marked:
    """Return labels as they are compared; offsets count from the first sign that is no white space."""
    shift = len(text) - len(text.lstrip())

    def span(label: SpanLabel | CommitmentLabel) -> tuple[int, int]:
        return label.start - shift, label.end - shift

    def spans(labels: Iterable[SpanLabel]) -> tuple[tuple[int, int], ...]:
        return tuple(span(label) for label in labels)

    def source(label: SpanLabel) -> _Source:
        # Hearsay has its cue in place of a source.
        is_hearsay = not label.kind and label.text == label.cue
        return _Source((span(label),), _words(label.is_) | _words(label.text), label.kind, is_hearsay)

    def attribution(label: AttributionLabel) -> _Attribution:
        return _Attribution(
            spans([label.source] if label.source else []),
            spans([label.cue] if label.cue else []),
            spans(label.content),
        )

    claims = [
        _Claim(
            trigger=span(claim.trigger),
            type=claim.type,
            modes=(claim.mode,) if claim.mode else (),
            status=claim.status,
            negated=claim.negated,
            chains=(tuple(source(label) for label in claim.sources),),
            actors=spans(claim.actors),
            recipients=spans(claim.recipients),
            places=tuple((span(place), place) for place in claim.places),
            quantities=tuple((span(quantity), quantity) for quantity in claim.quantities),
            day=str(claim.time.value or "")[:10] if claim.time else "",
        )
        for claim in labels.claims
    ]
    attributions = [attribution(label) for label in labels.attributions]
    commitments = [
        _Commitment(span(label), span(label.debtor) if label.debtor else None) for label in labels.commitments
    ]
    return Marked(text.strip(), claims, attributions, commitments)


def marked_by_reader(reading: Reading) -> Marked:
    """Return a reading as it is compared; offsets count from the first sign that is no white space."""
    text = reading.report.text
    shift = len(text) - len(text.lstrip())
    by_id = {attribution.id: attribution for attribution in reading.attributions}

    def span(span: Span) -> tuple[int, int]:
        return span.start - shift, span.end - shift

    def spans(found: Iterable[Span]) -> tuple[tuple[int, int], ...]:
        return tuple(span(part) for part in found)

    def source(attribution: Attribution) -> _Source:
        entity = attribution.source_entity
        words = _words(entity.name if entity else "")
        for part in attribution.source:
            words |= _words(part.text)
        kind, is_hearsay = attribution.source_kind or "", not attribution.source
        return _Source(spans(attribution.source), words, kind, is_hearsay)

    claims = [
        _Claim(
            trigger=span(claim.trigger),
            type=claim.event.type,
            modes=claim.event.mode,
            status=claim.status,
            negated=claim.negated,
            chains=tuple(tuple(source(by_id[id_]) for id_ in chain if id_ in by_id) for chain in claim.chains)
            or ((),),
            actors=spans(claim.actors),
            recipients=spans(claim.recipients),
            places=tuple((span(place), place) for place in claim.places),
            quantities=tuple((span(quantity), quantity) for quantity in claim.quantities),
            day=str(claim.time.value or "")[:10] if claim.time else "",
        )
        for claim in reading.claims
    ]
    attributions = [
        _Attribution(spans(found.source), spans(found.cue), spans(found.content))
        for found in reading.attributions
    ]
    commitments = [
        _Commitment(span(found.deed), span(found.debtor) if found.debtor else None)
        for found in reading.commitments
    ]
    return Marked(text.strip(), claims, attributions, commitments)


def _words(name: str) -> frozenset[str]:
    words = re.sub(r"[^a-z0-9 ]", "", name.lower().replace("the ", " ")).split()
    return frozenset(words) - _GENERIC


class Figure(NamedTuple):
    """A figure: `right` of `marked` and of `gold`, which are one number if it is a share.

    `low` and `high` hold .95 of what other reports of the same kind would give, as far as these can tell.
    """

    name: str
    right: int
    marked: int
    gold: int
    low: float
    high: float

    @property
    def precision(self) -> float:
        """Right of those marked."""
        return self.right / self.marked if self.marked else 0.0

    @property
    def recall(self) -> float:
        """Right of those in the gold."""
        return self.right / self.gold if self.gold else 0.0

    @property
    def value(self) -> float:
        """F1, which is the share itself where there is one number."""
        return 2 * self.right / (self.marked + self.gold) if self.marked + self.gold else 0.0

    @property
    def is_share(self) -> bool:
        """True if it is a share of one number."""
        return self.name in _SHARES


class Score(NamedTuple):
    """Figures over reports, and how many reports and gold claims they rest on."""

    figures: tuple[Figure, ...]
    reports: int
    claims: int


def score(pairs: Sequence[tuple[Marked, Marked]]) -> Score:
    """Compare what was marked (second of each pair) with the gold (first), over all reports together."""
    counts = np.array([[_counts(gold, marked)[name] for name in FIGURES] for gold, marked in pairs])
    counts = counts.reshape(len(pairs), len(FIGURES), 3)
    # Reports are drawn anew with the same seed each time, so that the same labels give the same interval.
    drawn = np.random.default_rng(0).integers(len(pairs), size=(_RESAMPLES, len(pairs)))
    weights = np.zeros((_RESAMPLES, len(pairs)))
    np.add.at(weights, (np.arange(_RESAMPLES)[:, None], drawn), 1)
    sums = np.tensordot(weights, counts, axes=1)
    below = sums[..., 1] + sums[..., 2]
    # Draws that have nothing of a figure say nothing of it.
    values = np.divide(2 * sums[..., 0], below, out=np.full(below.shape, np.nan), where=below > 0)
    values[:, np.isnan(values).all(axis=0)] = 0
    low, high = np.nanpercentile(values, (2.5, 97.5), axis=0)
    figures = tuple(
        Figure(name, int(right), int(marked), int(gold), float(low[n]), float(high[n]))
        for n, (name, (right, marked, gold)) in enumerate(zip(FIGURES, counts.sum(axis=0), strict=True))
    )
    return Score(figures, len(pairs), sum(len(gold.claims) for gold, _ in pairs))


_Counts = Mapping[str, Sequence[int]]


def _counts(gold: Marked, marked: Marked) -> _Counts:
    """Return right, marked and gold of each figure for one report."""
    counts: defaultdict[str, list[int]] = defaultdict(lambda: [0, 0, 0])

    def add(name: str, right: int, of_marked: int, of_gold: int) -> None:
        for place, number in enumerate((right, of_marked, of_gold)):
            counts[name][place] += number

    found = _match(gold.claims, marked.claims, lambda a, b: _claim_score(gold.text, a, b))
    for name in ("found", "typed", "right"):
        add(name, 0, len(marked.claims), len(gold.claims))
    for claim in gold.claims:
        for name, least in (("sourced", 1), ("chained", 2)):
            number = int(len(claim.chains[0]) >= least)
            add(name, 0, number, number)
    for a, b in found:
        _add_claim(add, a, b)
    pairs = _match(gold.attributions, marked.attributions, _same_attribution)
    add("attributions", len(pairs), len(marked.attributions), len(gold.attributions))
    deeds = _match(gold.commitments, marked.commitments, _same_commitment)
    add("commitments", len(deeds), len(marked.commitments), len(gold.commitments))
    return counts


def _add_claim(add: Callable[[str, int, int, int], None], gold: _Claim, marked: _Claim) -> None:
    """Add what two matched claims have in common."""
    chain = gold.chains[0]
    same_type, same_status = gold.type == marked.type, gold.status == marked.status
    same_negation = gold.negated == marked.negated
    same_source = any(
        (not chain and not mine) or bool(chain and mine and _same_source(chain[0], mine[0]))
        for mine in marked.chains
    )
    same_chain = any(
        len(chain) == len(mine) and all(map(_same_source, chain, mine)) for mine in marked.chains
    )
    add("found", 1, 0, 0)
    add("typed", same_type, 0, 0)
    add("right", same_type and same_status and same_negation and same_source, 0, 0)
    shares = {"status": same_status, "negated": same_negation, "source": same_source, "chain": same_chain}
    for name, is_right in shares.items():
        add(name, is_right, 1, 1)
    for name, least in (("sourced", 1), ("chained", 2)):
        add(name, same_chain and len(chain) >= least, 0, 0)
    if gold.modes:
        add("mode", gold.modes[0] in marked.modes, 1, 1)
    if gold.day:
        add("time", gold.day == marked.day, 1, 1)
    for name in ("actors", "recipients"):
        a, b = getattr(gold, name), getattr(marked, name)
        add(name, len(_match(a, b, _shares_half)), len(b), len(a))
    # A place that people did not place is neither right nor wrong.
    unplaced = [span for span, place in gold.places if place.lat is None]
    placed = [place for place in gold.places if place[1].lat is not None]
    mine = [place for place in marked.places if not any(_overlap(span, place[0]) for span in unplaced)]
    add("places", len(_match(placed, mine, _same_place)), len(mine), len(placed))
    amounts = _match(gold.quantities, marked.quantities, _same_quantity)
    add("quantities", len(amounts), len(marked.quantities), len(gold.quantities))


def _match(gold: Sequence[Any], marked: Sequence[Any], score: Callable[[Any, Any], int]) -> list[Any]:
    """Return pairs, one to one, the best first and then in order."""
    scored = ((score(a, b), n, m) for n, a in enumerate(gold) for m, b in enumerate(marked))
    used_gold: set[int] = set()
    used_marked: set[int] = set()
    pairs = []
    for value, n, m in sorted(scored, key=lambda pair: (-pair[0], pair[1], pair[2])):
        if value > 0 and n not in used_gold and m not in used_marked:
            used_gold.add(n)
            used_marked.add(m)
            pairs.append((gold[n], marked[m]))
    return pairs


def _overlap(a: tuple[int, int], b: tuple[int, int]) -> int:
    return max(0, min(a[1], b[1]) - max(a[0], b[0]))


def _shares_half(gold: tuple[int, int], marked: tuple[int, int]) -> bool:
    """Return whether half of the shorter is shared; a whole sentence is nobody's name."""
    shared, size, marked_size = _overlap(gold, marked), gold[1] - gold[0], marked[1] - marked[0]
    return shared > 0 and shared * 2 >= min(size, marked_size) and marked_size <= 3 * size + 60


def _claim_score(text: str, gold: _Claim, marked: _Claim) -> int:
    same = gold.type == marked.type
    start, end = marked.trigger
    if _overlap(gold.trigger, marked.trigger) and end - start <= 3 * (gold.trigger[1] - gold.trigger[0]) + 20:
        return 2 + same
    if not same:
        return 0
    first, last = _sentence(text, gold.trigger[0])
    return int(first <= start < last)


def _sentence(text: str, at: int) -> tuple[int, int]:
    start = max([match.end() for match in _ENDING.finditer(text, 0, at)] or [0])
    match = _NEXT.search(text, at)
    return start, match.end() if match else len(text)


def _same_source(gold: _Source, marked: _Source) -> bool:
    """Return whether two links of a chain overlap, or share a word of a name; both may be hearsay."""
    if not gold.kind and marked.is_hearsay:
        return True
    if any(_shares_half(mine, theirs) for mine in gold.spans for theirs in marked.spans):
        return True
    return bool(gold.words & marked.words)


def _same_place(gold: Any, marked: Any) -> bool:  # noqa: ANN401 - a label or a toponym, with its span
    a, b = gold[1], marked[1]
    if b.lat is None or b.lon is None or a.lon is None:
        return False
    distance = _distance_km((a.lat, a.lon), (b.lat, b.lon))
    same_name = a.name.lower() == b.name.lower() and a.country == b.country
    return distance <= _NEAR_KM or (same_name and distance <= _SAME_NAME_KM)


def _distance_km(a: tuple[float, float], b: tuple[float, float]) -> float:
    (south, west), (north, east) = (map(math.radians, point) for point in (a, b))
    chord = (
        math.sin((north - south) / 2) ** 2
        + math.cos(south) * math.cos(north) * math.sin((east - west) / 2) ** 2
    )
    return _EARTH_KM * math.asin(min(1, math.sqrt(chord)))


def _same_quantity(gold: Any, marked: Any) -> bool:  # noqa: ANN401 - a label or a quantity, with its span
    numbers = ((getattr(gold[1], name), getattr(marked[1], name)) for name in ("value", "min", "max"))
    return _shares_half(gold[0], marked[0]) and all(
        a is b is None or (a is not None and b is not None and abs(a - b) < 1e-6) for a, b in numbers
    )


def _same_attribution(gold: _Attribution, marked: _Attribution) -> bool:
    if bool(gold.sources) != bool(marked.sources):
        return False
    if gold.sources and not any(_shares_half(gold.sources[0], span) for span in marked.sources):
        return False
    if gold.cues and not any(_overlap(gold.cues[0], span) for span in marked.cues):
        return False
    shared = sum(_overlap(a, b) for a in gold.content for b in marked.content)
    size, marked_size = (sum(end - start for start, end in found.content) for found in (gold, marked))
    return shared * 2 >= max(size, marked_size)


def _same_commitment(gold: _Commitment, marked: _Commitment) -> bool:
    if gold.debtor is None or marked.debtor is None:
        return False
    return _shares_half(gold.deed, marked.deed) and _shares_half(gold.debtor, marked.debtor)
