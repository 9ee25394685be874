"""How much speaks for it that two accounts are of one event, and how much against it."""

import math
from collections import Counter
from collections.abc import Callable, Hashable
from functools import cache, lru_cache
from typing import NamedTuple, TypeVar

from sayso.codebook import read_codebook
from sayso.gazetteer import Place, find_place
from sayso.relate.events.accounts import Account, When

__all__ = ["nearness", "threshold"]

_Key = TypeVar("_Key", bound=Hashable)
# Places nearer than this, in kilometres, are one place; of different size, or names of a city and its parts.
_NEAR_KM = 40.0
# A time longer than this, in days, says little of the day.
_LONG = 40
# How much more than usual it takes for types that the codebook does not know.
_UNKNOWN_BIAS = -0.8


def threshold() -> float:
    """How much more must speak for it than against it."""
    return float(read_codebook("events")["threshold"])


def nearness(one: Account, other: Account) -> float | None:
    """What speaks for one event less what speaks against it; None where nothing makes them one.

    It is the same whichever way round the two are given.
    """
    if not _may_be_one(one, other):
        return None
    kinds = _type_of(one), _type_of(other)
    what = _what(one, other, kinds)
    if what is None:
        return None
    rest = _who(one, other, kinds) + _where(one, other) + _when(one, other, kinds) + _how_many(one, other)
    return round(what + rest, 6)


def _what(one: Account, other: Account, kinds: "tuple[_Type, _Type]") -> float | None:
    weigh = _weights()
    words, families = _shared(one.words, other.words), _shared(one.families, other.families)
    types = _alike(one.types, other.types)
    mixed = 0.0 if types == 1 else (1 - types) * _matched(one.types, other.types, _are_mixed)
    if types + mixed < 0.3 and words < 0.5:
        return None
    otherwise = 0.0
    if not words and not families:
        known = _acts_known()
        acts = not (known.isdisjoint(one.families) or known.isdisjoint(other.families))
        otherwise = weigh["other_family"] if acts else 0.0
        if kinds[0].diverse or kinds[1].diverse:
            otherwise += weigh["other_word"]
    modes = 0.0
    if one.modes and other.modes:
        same = _shared(one.modes, other.modes)
        modes = weigh["mode"] * same + weigh["other_mode"] * (1 - same)
    together = weigh["sentence"] if one.outcomes.keys() & other.outcomes.keys() else 0.0
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


def _may_be_one(one: Account, other: Account) -> bool:
    """Whether they share a word or a type, or have types that readers mix up."""
    if not one.words.keys().isdisjoint(other.words):
        return True
    return any(not _mixing(type).isdisjoint(other.types) for type in one.types)


def _who(one: Account, other: Account, kinds: "tuple[_Type, _Type]") -> float:
    weigh = _weights()
    found = 0.0
    shared = _shared(one.actors + one.recipients, other.actors + other.recipients)
    found += weigh["name"] * shared + weigh["country"] * _shared(one.countries, other.countries)
    found += weigh["head"] * _shared(one.heads, other.heads)
    if not shared:
        roles = kinds[0].roles & kinds[1].roles
        clashing = [role for role in roles if getattr(one, role) and getattr(other, role)]
        many = kinds[0].many or kinds[1].many
        found += weigh["other_victim" if many else "other_name"] * len(clashing)
    return found


def _where(one: Account, other: Account) -> float:
    if not one.places or not other.places:
        return 0.0
    weigh = _weights()
    same = _shared(one.places, other.places)
    nested = _matched(one.places, other.places, _are_nested)
    if same == 0 and nested == 0:
        return weigh["elsewhere"] * _share_placed(one) * _share_placed(other)
    return weigh["place"] * same + weigh["nested"] * max(nested - same, 0.0)


def _share_placed(account: Account) -> float:
    """How far the places of a group are those of all of it, and not of a stray claim."""
    return min(1.0, 2.0 * sum(account.places.values()) / account.claims)


def _when(one: Account, other: Account, kinds: "tuple[_Type, _Type]") -> float:
    weigh = _weights()
    if one.days and other.days:
        same = _matched(one.days, other.days, _are_same)
        within = _matched(one.days, other.days, _overlap)
        if kinds[0].recurring or kinds[1].recurring:
            return weigh["day"] * same + weigh["recurring_day"] * (1 - within)
        near = _matched(one.days, other.days, _are_near)
        return weigh["day"] * same + weigh["next_day"] * (near - within) + weigh["other_day"] * (1 - near)
    if _is_told_before(one, other) or _is_told_before(other, one):
        return weigh["told_before"]
    return 0.0


def _is_told_before(dated: Account, told: Account) -> bool:
    """Whether the one has happened by a day before the other's."""
    if not dated.days or not told.told or told.days:
        return False
    return min(when.first for when in dated.days) > min(told.told) + 1


def _how_many(one: Account, other: Account) -> float:
    return _weights()["number"] if one.numbers.keys() & other.numbers.keys() else 0.0


def _shared(one: Counter[_Key], other: Counter[_Key]) -> float:
    """How much of what the one tells the other tells, from 0 to 1: the mean of both ways round."""
    if not one or not other:
        return 0.0
    both = one.keys() & other.keys()
    if not both:
        return 0.0
    mine = sum(one[key] for key in both) / one.total()
    yours = sum(other[key] for key in both) / other.total()
    return (mine + yours) / 2


def _alike(one: Counter[_Key], other: Counter[_Key]) -> float:
    """How far the two are made up alike, from 0 to 1."""
    if not one or not other:
        return 0.0
    if len(one) == len(other) == 1:
        return float(one.keys() == other.keys())
    a, b = one.total(), other.total()
    return sum(min(one[key] * b, other[key] * a) for key in one.keys() & other.keys()) / (a * b)


def _matched(one: Counter[_Key], other: Counter[_Key], match: Callable[[_Key, _Key], bool]) -> float:
    """The same where what goes together need not be the same."""
    if not one or not other:
        return 0.0
    if len(one) == len(other) == 1:
        return float(match(*one, *other))
    mine = sum(n for a, n in one.items() if any(match(a, b) for b in other)) / one.total()
    yours = sum(n for b, n in other.items() if any(match(a, b) for a in one)) / other.total()
    return (mine + yours) / 2


def _are_same(one: When, other: When) -> bool:
    """Whether they may be one day; years and seasons say too little."""
    return _overlap(one, other) and max(one.last - one.first, other.last - other.first) <= _LONG


def _overlap(one: When, other: When) -> bool:
    """Whether they share a day, or may where one names but the hour."""
    shared = one.first <= other.last and other.first <= one.last
    return shared or (not (one.sure and other.sure) and _are_near(one, other))


def _are_near(one: When, other: When) -> bool:
    return one.first <= other.last + 1 and other.first <= one.last + 1


def _are_nested(one: int, other: int) -> bool:
    return one == other or _lie_together(min(one, other), max(one, other))


@lru_cache(maxsize=65536)
def _lie_together(one: int, other: int) -> bool:
    """Whether one place lies in the other, or the two are near each other."""
    a, b = find_place(one), find_place(other)
    if a is None or b is None:
        return False
    return _holds(a, b) or _holds(b, a) or _distance_km(a, b) <= _NEAR_KM


def _holds(whole: Place, part: Place) -> bool:
    if whole.feature.startswith("PCL"):
        return whole.country == part.country
    if whole.feature.startswith(("ADM", "PPLA")) and whole.id in (part.admin1, part.admin2):
        return True
    return whole.feature.startswith(("CONT", "RGN", "OCN", "SEA", "AREA"))


def _distance_km(a: Place, b: Place) -> float:
    x, y = math.radians(a.lat), math.radians(b.lat)
    half = math.sin((x - y) / 2) ** 2
    half += math.cos(x) * math.cos(y) * math.sin(math.radians(a.lon - b.lon) / 2) ** 2
    return 12742 * math.asin(math.sqrt(min(half, 1.0)))


@cache
def _weights() -> dict[str, float]:
    return dict(read_codebook("events")["weights"])


@cache
def _mixing(type: str) -> frozenset[str]:
    """A type and those that readers mix it up with."""
    pairs = (pair for pair in read_codebook("events")["mixed"]["pairs"] if type in pair)
    return frozenset([type, *(one for pair in pairs for one in pair)])


def _are_mixed(one: str, other: str) -> bool:
    return other in _mixing(one)


class _Type(NamedTuple):
    """What the codebook says of events of a type."""

    bias: float
    roles: frozenset[str]
    diverse: bool
    recurring: bool
    many: bool


def _type_of(account: Account) -> _Type:
    """What holds of the type that most of the claims have."""
    if len(account.types) == 1:
        return _read_type(next(iter(account.types)))
    return _read_type(min(account.types, key=lambda one: (-account.types[one], one)))


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
    """The families of words for what is done, and not for what comes of it ("killed", "injured")."""
    families = read_codebook("happenings")["families"]
    return frozenset(name for name, family in families.items() if not family.get("outcome"))
