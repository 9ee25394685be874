"""What some claims tell of their event, put together so that it can be compared with what others tell."""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from sayso.codebook import read_codebook, word_set
from sayso.gazetteer import fold_name
from sayso.model import Claim, Entity, EntityKind, Participant, SourcedClaim
from sayso.relate.meanings import families_of, stem, stems_of

__all__ = ["Account", "When", "account_of", "join"]


class When(NamedTuple):
    """The days that a time expression covers; `sure` where it names the day itself, not only the hour."""

    first: int
    last: int
    sure: bool


class Account(NamedTuple):
    """What claims tell, each thing with the number of claims that tell it.

    `actors` and `recipients` are names; `heads` the nouns for who is not named. `told` are the days on which
    they were published, `outcomes` the sentences that tell what came of it.
    """

    claims: int
    words: Counter[str]
    families: Counter[str]
    types: Counter[str]
    modes: Counter[str]
    actors: Counter[str]
    recipients: Counter[str]
    countries: Counter[str]
    heads: Counter[str]
    places: Counter[int]
    days: Counter[When]
    numbers: Counter[tuple[str, float]]
    told: Counter[int]
    outcomes: Counter[tuple[str, int]]


def account_of(told: SourcedClaim) -> Account:
    """What one claim tells."""
    claim = told.claim
    people = [*claim.actors, *claim.recipients]
    published = _day(told.report.published)
    happened = claim.status in ("occurred", "ongoing")
    return Account(
        claims=1,
        words=_telling(stems_of(claim)),
        families=Counter(families_of(claim)),
        types=Counter([claim.event.type]),
        modes=Counter(claim.event.mode),
        actors=Counter({one for one in _names(claim.actors) if not _is_country(one)}),
        recipients=Counter({one for one in _names(claim.recipients) if not _is_country(one)}),
        countries=Counter({one for one in _names(people) if _is_country(one)}),
        heads=Counter({_head(one) for one in people if not _names([one])} - {""}),
        places=Counter({one.geonameid for one in told.named_places() if one.geonameid}),
        days=Counter(_days(claim)),
        numbers=Counter({(one.unit, one.value) for one in claim.quantities if one.value and one.unit}),
        told=Counter([published] if published and happened else []),
        outcomes=Counter(
            [(told.report.document, claim.sentence.start)] if happened and _is_outcome(claim) else []
        ),
    )


def _is_outcome(claim: Claim) -> bool:
    """Whether the claim tells what an event did to people, or of things lost ("killed", "missing")."""
    families = read_codebook("happenings")["families"]
    return any(families[name].get("outcome") for name in families_of(claim))


def join(one: Account, other: Account) -> Account:
    """What both tell."""
    both = (a + b if a and b else a or b for a, b in zip(one, other, strict=True))  # type: ignore[operator]
    return Account(*both)  # type: ignore[arg-type]


def _telling(stems: tuple[str, ...]) -> Counter[str]:
    weak = word_set("happenings", "weak")
    return Counter(one for one in stems if one not in weak)


def _names(people: Iterable[Participant]) -> list[str]:
    return [name for one in people if one.entity and (name := _name(one.entity))]


def _name(entity: Entity) -> str:
    """What joins an entity across reports: the gazetteer's key, a person's last name, else the name."""
    if entity.gazetteer:
        return entity.gazetteer
    folded = fold_name(entity.name)
    if not any(sign.isupper() for sign in entity.name) or not folded:
        return ""
    if entity.kind is not EntityKind.PERSON:
        return folded
    words = [one for one in folded.split() if one not in word_set("events", "phrases", "suffixes")]
    return words[-1] if words else folded


def _is_country(name: str) -> bool:
    """Whether it is the gazetteer's key of a country or place, or of a group of a country's people."""
    return name.startswith(("country/", "place/"))


def _head(person: Participant) -> str:
    """The stem of the noun that says what sort of people it is ("a young boy in a well": boy)."""
    words = person.text.lower().replace("-year-old", " ").replace("-", " ").split()
    ends = word_set("events", "phrases", "ends")
    kept: list[str] = []
    for word in words:
        if word in ends and kept:
            break
        if word.isalpha() and word not in word_set("events", "phrases", "skipped"):
            kept.append(word)
    return stem(kept[-1]) if kept else ""


def _days(claim: Claim) -> list[When]:
    time = claim.time
    first, last = (_day(time.first), _day(time.last)) if time else (None, None)
    if time is None or first is None or last is None or time.value.startswith("P"):
        return []
    words = time.text.lower().replace(",", " ").split()
    return [When(first, last, any(_names_day(word) for word in words))]


def _names_day(word: str) -> bool:
    calendar = word_set("events", "phrases", "days")
    return (
        word.rstrip(".s") in calendar or word.rstrip("s.") in calendar or (word.isdigit() and len(word) == 4)
    )


def _day(text: str | None) -> int | None:
    try:
        return date.fromisoformat((text or "")[:10]).toordinal()
    except ValueError:
        return None
