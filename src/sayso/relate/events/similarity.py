"""Pairwise similarity of events: weighted evidence that two clusters of claims are of one event."""

from collections import Counter
from collections.abc import Callable, Hashable
from functools import cache, lru_cache
from typing import NamedTuple, TypeVar

from sayso.codebook import read_codebook
from sayso.gazetteer import find_place, lie_together
from sayso.relate.events.features import DayRange, EventFeatures

__all__ = ["event_similarity", "threshold"]

_Key = TypeVar("_Key", bound=Hashable)
# A time longer than this, in days, is too vague to match by day.
_LONG = 40
# Bias for types that the codebook does not list.
_UNKNOWN_BIAS = -0.8


def threshold() -> float:
    """Return the least similarity at which two clusters are merged."""
    return float(read_codebook("events")["threshold"])


def event_similarity(a: EventFeatures, b: EventFeatures) -> float | None:
    """Return the similarity of two events, or None if they are no candidates.

    Evidence for a match counts positive, evidence against it negative. The score is symmetric.
    """
    if not _is_candidate(a, b):
        return None
    kinds = _type_of(a), _type_of(b)
    action = _action_score(a, b, kinds)
    if action is None:
        return None
    rest = _actor_score(a, b, kinds) + _place_score(a, b) + _time_score(a, b, kinds) + _number_score(a, b)
    return round(action + rest, 6)


def _action_score(a: EventFeatures, b: EventFeatures, kinds: "tuple[_Type, _Type]") -> float | None:
    weigh = _weights()
    words, families = _shared(a.words, b.words), _shared(a.families, b.families)
    types = _alike(a.types, b.types)
    mixed = 0.0 if types == 1 else (1 - types) * _matched(a.types, b.types, _are_mixed)
    if types + mixed < 0.3 and words < 0.5:
        return None
    otherwise = 0.0
    if not words and not families:
        known = _acts_known()
        acts = not (known.isdisjoint(a.families) or known.isdisjoint(b.families))
        otherwise = weigh["other_family"] if acts else 0.0
        if kinds[0].diverse or kinds[1].diverse:
            otherwise += weigh["other_word"]
    modes = 0.0
    if a.modes and b.modes:
        same = _shared(a.modes, b.modes)
        modes = weigh["mode"] * same + weigh["other_mode"] * (1 - same)
    together = weigh["sentence"] if a.outcome_sentences.keys() & b.outcome_sentences.keys() else 0.0
    return (
        weigh["word"] * words
        + weigh["family"] * families
        + weigh["type"] * types
        + weigh["mixed_type"] * mixed
        + weigh["other_type"] * (1 - types - mixed)
        + modes
        + otherwise
        + together
        + (kinds[0].bias + kinds[1].bias) / 2
    )


def _is_candidate(a: EventFeatures, b: EventFeatures) -> bool:
    """Tell whether they share a word or a type, or have types that readers confuse."""
    if not a.words.keys().isdisjoint(b.words):
        return True
    return any(not _mixing(type).isdisjoint(b.types) for type in a.types)


def _actor_score(a: EventFeatures, b: EventFeatures, kinds: "tuple[_Type, _Type]") -> float:
    weigh = _weights()
    found = 0.0
    shared = _shared(a.actors + a.recipients, b.actors + b.recipients)
    found += weigh["name"] * shared + weigh["country"] * _shared(a.countries, b.countries)
    found += weigh["head"] * _shared(a.heads, b.heads)
    if not shared:
        roles = kinds[0].roles & kinds[1].roles
        clashing = [role for role in roles if getattr(a, role) and getattr(b, role)]
        many = kinds[0].many or kinds[1].many
        found += weigh["other_victim" if many else "other_name"] * len(clashing)
    return found


def _place_score(a: EventFeatures, b: EventFeatures) -> float:
    if not a.places or not b.places:
        return 0.0
    weigh = _weights()
    same = _shared(a.places, b.places)
    nested = _matched(a.places, b.places, _are_nested)
    if same == 0 and nested == 0:
        return weigh["elsewhere"] * _share_placed(a) * _share_placed(b)
    return weigh["place"] * same + weigh["nested"] * max(nested - same, 0.0)


def _share_placed(features: EventFeatures) -> float:
    """Return the share of the claims that name a place: a stray claim's place counts less."""
    return min(1.0, 2.0 * sum(features.places.values()) / features.claims)


def _time_score(a: EventFeatures, b: EventFeatures, kinds: "tuple[_Type, _Type]") -> float:
    weigh = _weights()
    if a.days and b.days:
        same = _matched(a.days, b.days, _are_same)
        within = _matched(a.days, b.days, _overlap)
        if kinds[0].recurring or kinds[1].recurring:
            return weigh["day"] * same + weigh["recurring_day"] * (1 - within)
        near = _matched(a.days, b.days, _are_near)
        return weigh["day"] * same + weigh["next_day"] * (near - within) + weigh["other_day"] * (1 - near)
    if _is_reported_before(a, b) or _is_reported_before(b, a):
        return weigh["told_before"]
    return 0.0


def _is_reported_before(dated: EventFeatures, undated: EventFeatures) -> bool:
    """Tell whether an undated event was published before the day of the dated one."""
    if not dated.days or not undated.published_days or undated.days:
        return False
    return min(when.first for when in dated.days) > min(undated.published_days) + 1


def _number_score(a: EventFeatures, b: EventFeatures) -> float:
    return _weights()["number"] if a.numbers.keys() & b.numbers.keys() else 0.0


def _shared(a: Counter[_Key], b: Counter[_Key]) -> float:
    """Return the share of weight in common keys, from 0 to 1: the mean of both directions."""
    if not a or not b:
        return 0.0
    both = a.keys() & b.keys()
    if not both:
        return 0.0
    left_share = sum(a[key] for key in both) / a.total()
    right_share = sum(b[key] for key in both) / b.total()
    return (left_share + right_share) / 2


def _alike(left: Counter[_Key], right: Counter[_Key]) -> float:
    """Return the overlap of two distributions, from 0 to 1."""
    if not left or not right:
        return 0.0
    if len(left) == len(right) == 1:
        return float(left.keys() == right.keys())
    a, b = left.total(), right.total()
    return sum(min(left[key] * b, right[key] * a) for key in left.keys() & right.keys()) / (a * b)


def _matched(left: Counter[_Key], right: Counter[_Key], match: Callable[[_Key, _Key], bool]) -> float:
    """Return the share of weight in keys that match, from 0 to 1: the mean of both directions."""
    if not left or not right:
        return 0.0
    if len(left) == len(right) == 1:
        return float(match(*left, *right))
    left_share = sum(n for a, n in left.items() if any(match(a, b) for b in right)) / left.total()
    right_share = sum(n for b, n in right.items() if any(match(a, b) for a in left)) / right.total()
    return (left_share + right_share) / 2


def _are_same(a: DayRange, b: DayRange) -> bool:
    """Tell whether they may be the same day; years and seasons are too long to tell."""
    return _overlap(a, b) and max(a.last - a.first, b.last - b.first) <= _LONG


def _overlap(a: DayRange, b: DayRange) -> bool:
    """Tell whether they share a day, or are a day apart and one names the hour alone."""
    shared = a.first <= b.last and b.first <= a.last
    return shared or (not (a.sure and b.sure) and _are_near(a, b))


def _are_near(a: DayRange, b: DayRange) -> bool:
    return a.first <= b.last + 1 and b.first <= a.last + 1


def _are_nested(a: int, b: int) -> bool:
    return a == b or _are_together(min(a, b), max(a, b))


@lru_cache(maxsize=65536)
def _are_together(first: int, second: int) -> bool:
    """Tell whether one place lies in the other, or the two are near each other."""
    a, b = find_place(first), find_place(second)
    if a is None or b is None:
        return False
    return lie_together(a, b)


@cache
def _weights() -> dict[str, float]:
    return dict(read_codebook("events")["weights"])


@cache
def _mixing(type: str) -> frozenset[str]:
    """Return a type and those that readers confuse with it."""
    pairs = (pair for pair in read_codebook("events")["mixed"]["pairs"] if type in pair)
    return frozenset([type, *(member for pair in pairs for member in pair)])


def _are_mixed(a: str, b: str) -> bool:
    return b in _mixing(a)


class _Type(NamedTuple):
    """Settings of the codebook for events of a type."""

    bias: float
    roles: frozenset[str]
    diverse: bool
    recurring: bool
    many: bool


def _type_of(features: EventFeatures) -> _Type:
    """Return the settings of the type that most of the claims have."""
    if len(features.types) == 1:
        return _read_type(next(iter(features.types)))
    return _read_type(min(features.types, key=lambda name: (-features.types[name], name)))


@cache
def _read_type(name: str) -> _Type:
    entry = read_codebook("events")["types"].get(name, {})
    return _Type(
        entry.get("bias", _UNKNOWN_BIAS),
        frozenset(entry.get("roles", ())),
        entry.get("diverse", False),
        entry.get("recurring", False),
        entry.get("many", False),
    )


@cache
def _acts_known() -> frozenset[str]:
    """Return the word families of acts, without those of outcomes ("killed", "injured")."""
    families = read_codebook("happenings")["families"]
    return frozenset(name for name, family in families.items() if not family.get("outcome"))
