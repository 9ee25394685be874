"""How much speaks for it that two tellings are of one event, and how much against it."""

import math
from collections import Counter
from collections.abc import Callable, Hashable
from functools import cache, lru_cache
from typing import TypeVar

from sayso.codebook import read_codebook
from sayso.gazetteer import Place, find_place
from sayso.relate.tellings import Telling, When

__all__ = ["nearness", "threshold"]

_Key = TypeVar("_Key", bound=Hashable)
# Places nearer than this, in kilometres, are one place; of different size, or names of a city and its parts.
_NEAR_KM = 40.0
# A time longer than this, in days, says little of the day.
_LONG = 40


def threshold() -> float:
    """How much more must speak for it than against it."""
    return float(read_codebook("events")["threshold"])


def nearness(one: Telling, other: Telling) -> float | None:
    """What speaks for one event less what speaks against it; None where nothing makes them one.

    It is the same whichever way round the two are given.
    """
    what = _what(one, other)
    if what is None:
        return None
    return round(what + _who(one, other) + _where(one, other) + _when(one, other) + _how_many(one, other), 6)


def _what(one: Telling, other: Telling) -> float | None:
    weigh = _weights()
    words, families = _shared(one.words, other.words), _shared(one.families, other.families)
    types = _overlap_of(one.types, other.types)
    mixed = 0.0 if types == 1 else (1 - types) * _matched(one.types, other.types, _are_mixed)
    if types + mixed < 0.3 and words < 0.5:
        return None
    otherwise = 0.0
    if not words and not families:
        otherwise = weigh["other_family"] if _acts(one) and _acts(other) else 0.0
        if _is_diverse(one) or _is_diverse(other):
            otherwise += weigh["other_word"]
    modes = 0.0
    if one.modes and other.modes:
        same = _shared(one.modes, other.modes)
        modes = weigh["mode"] * same + weigh["other_mode"] * (1 - same)
    return (
        weigh["word"] * words
        + weigh["family"] * families
        + weigh["type"] * types
        + weigh["mixed_type"] * mixed
        + weigh["other_type"] * (1 - types - mixed)
        + modes
        + otherwise
        + (_bias(one) + _bias(other)) / 2
    )


def _who(one: Telling, other: Telling) -> float:
    weigh = _weights()
    found = 0.0
    ours, theirs = one.actors + one.recipients, other.actors + other.recipients
    shared = _shared(_people(ours), _people(theirs))
    countries = _shared(_countries(ours), _countries(theirs))
    found += weigh["name"] * shared + weigh["country"] * countries
    found += weigh["head"] * _shared(one.heads, other.heads)
    for role in _telling_roles(one) & _telling_roles(other):
        mine, yours = _people(getattr(one, role)), _people(getattr(other, role))
        if mine and yours and not shared:
            found += weigh["other_name"]
    return found


def _where(one: Telling, other: Telling) -> float:
    if not one.places or not other.places:
        return 0.0
    weigh = _weights()
    same = _shared(one.places, other.places)
    nested = _matched(one.places, other.places, _are_nested)
    if same == 0 and nested == 0:
        return weigh["elsewhere"] * _share_placed(one) * _share_placed(other)
    return weigh["place"] * same + weigh["nested"] * max(nested - same, 0.0)


def _share_placed(telling: Telling) -> float:
    """How far the places of a group are those of all of it, and not of a stray claim."""
    return min(1.0, 2.0 * sum(telling.places.values()) / telling.claims)


def _when(one: Telling, other: Telling) -> float:
    weigh = _weights()
    if one.days and other.days:
        same = _matched(one.days, other.days, _overlap)
        if _recurs(one, other):
            return weigh["day"] * same + weigh["recurring_day"] * (1 - same)
        near = _matched(one.days, other.days, _are_near) - same
        return weigh["day"] * same + weigh["next_day"] * near + weigh["other_day"] * (1 - same - near)
    if _is_told_before(one, other) or _is_told_before(other, one):
        return weigh["told_before"]
    return 0.0


def _is_told_before(dated: Telling, told: Telling) -> bool:
    """Whether the one has happened by a day before the other's."""
    if not dated.days or not told.told or told.days:
        return False
    return min(when.first for when in dated.days) > min(told.told) + 1


def _how_many(one: Telling, other: Telling) -> float:
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


def _overlap_of(one: Counter[_Key], other: Counter[_Key]) -> float:
    """How far the two are made up alike, from 0 to 1."""
    if not one or not other:
        return 0.0
    a, b = one.total(), other.total()
    return sum(min(one[key] * b, other[key] * a) for key in one.keys() & other.keys()) / (a * b)


def _matched(one: Counter[_Key], other: Counter[_Key], match: Callable[[_Key, _Key], bool]) -> float:
    """The same where what goes together need not be the same."""
    if not one or not other:
        return 0.0
    mine = sum(n for a, n in one.items() if any(match(a, b) for b in other)) / one.total()
    yours = sum(n for b, n in other.items() if any(match(a, b) for a in one)) / other.total()
    return (mine + yours) / 2


def _overlap(one: When, other: When) -> bool:
    if one.first <= other.last and other.first <= one.last:
        return max(one.last - one.first, other.last - other.first) <= _LONG
    return not (one.sure and other.sure) and _are_near(one, other)


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


def _people(names: Counter[str]) -> Counter[str]:
    return Counter({name: n for name, n in names.items() if not _is_country(name)})


def _countries(names: Counter[str]) -> Counter[str]:
    return Counter({name: n for name, n in names.items() if _is_country(name)})


def _is_country(name: str) -> bool:
    return name.startswith(("country/", "place/"))


@cache
def _weights() -> dict[str, float]:
    return dict(read_codebook("events")["weights"])


@cache
def _mixed_pairs() -> frozenset[frozenset[str]]:
    return frozenset(frozenset(pair) for pair in read_codebook("events")["mixed"]["pairs"])


def _are_mixed(one: str, other: str) -> bool:
    return one == other or frozenset((one, other)) in _mixed_pairs()


def _type_of(telling: Telling) -> dict[str, object]:
    """What the codebook says of the type that most of the claims have."""
    name = min(telling.types, key=lambda one: (-telling.types[one], one))
    entry: dict[str, object] = read_codebook("events")["types"].get(name, {})
    return entry


def _bias(telling: Telling) -> float:
    return float(_type_of(telling).get("bias", -0.8))  # type: ignore[arg-type]


def _telling_roles(telling: Telling) -> frozenset[str]:
    return frozenset(_type_of(telling).get("roles", ()))  # type: ignore[call-overload,no-any-return]


def _acts(telling: Telling) -> bool:
    """Whether the words say what was done, and not only what came of it ("killed", "injured")."""
    families = read_codebook("happenings")["families"]
    return any(not families[name].get("outcome") for name in telling.families)


def _is_diverse(telling: Telling) -> bool:
    """Whether the type has events of many sorts, which other words tell apart."""
    return bool(_type_of(telling).get("diverse"))


def _recurs(one: Telling, other: Telling) -> bool:
    return bool(_type_of(one).get("recurring")) or bool(_type_of(other).get("recurring"))
