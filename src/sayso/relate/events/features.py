"""Features of claims and of clusters of claims, for matching events."""

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from sayso.codebook import read_codebook, word_set
from sayso.codebook.word_forms import stem
from sayso.gazetteer import fold_name
from sayso.model import Claim, Entity, EntityKind, Participant, SourcedClaim
from sayso.model.dates import day_number
from sayso.relate.word_families import families_of, trigger_stems

__all__ = ["DayRange", "EventFeatures", "features_of", "merge_features"]


class DayRange(NamedTuple):
    """Days that a time expression covers; `sure` if it names the day itself, not only the hour."""

    first: int
    last: int
    sure: bool


class EventFeatures(NamedTuple):
    """Features of one or several claims, each with the number of claims that have it.

    `actors` and `recipients` are names; `heads` are the nouns for participants without a name.
    `published_days` are the days of publication, `outcome_sentences` the sentences that state an outcome of
    the event.
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
    days: Counter[DayRange]
    numbers: Counter[tuple[str, float]]
    published_days: Counter[int]
    outcome_sentences: Counter[tuple[str, int]]


def features_of(sourced: SourcedClaim) -> EventFeatures:
    """Return the features of one claim."""
    claim = sourced.claim
    people = [*claim.actors, *claim.recipients]
    published = day_number(sourced.report.published)
    happened = claim.status in ("occurred", "ongoing")
    return EventFeatures(
        claims=1,
        words=Counter(trigger_stems(claim)),
        families=Counter(families_of(claim)),
        types=Counter([claim.event.type]),
        modes=Counter(claim.event.mode),
        actors=Counter({name for name in _names(claim.actors) if not _is_country(name)}),
        recipients=Counter({name for name in _names(claim.recipients) if not _is_country(name)}),
        countries=Counter({name for name in _names(people) if _is_country(name)}),
        heads=Counter({_head(person) for person in people if not _names([person])} - {""}),
        places=Counter({place.geonameid for place in sourced.named_places() if place.geonameid}),
        days=Counter(_days(claim)),
        numbers=Counter(
            {
                (quantity.unit, quantity.value)
                for quantity in claim.quantities
                if quantity.value and quantity.unit
            }
        ),
        published_days=Counter([published] if published and happened else []),
        outcome_sentences=Counter(
            [(sourced.report.document, claim.sentence.start)] if happened and _is_outcome(claim) else []
        ),
    )


def _is_outcome(claim: Claim) -> bool:
    """Tell whether the claim states an outcome of an event for people or things ("killed", "missing")."""
    families = read_codebook("happenings")["families"]
    return any(families[name].get("outcome") for name in families_of(claim))


def merge_features(a: EventFeatures, b: EventFeatures) -> EventFeatures:
    """Return the sum of two sets of features."""
    both = (left + right if left and right else left or right for left, right in zip(a, b, strict=True))  # type: ignore[operator]
    return EventFeatures(*both)  # type: ignore[arg-type]


def _names(people: Iterable[Participant]) -> list[str]:
    return [name for person in people if person.entity and (name := _name(person.entity))]


def _name(entity: Entity) -> str:
    """Return the key of an entity across reports: gazetteer key, a person's last name, else the name."""
    if entity.gazetteer:
        return entity.gazetteer
    folded = fold_name(entity.name)
    if not any(sign.isupper() for sign in entity.name) or not folded:
        return ""
    if entity.kind is not EntityKind.PERSON:
        return folded
    words = [word for word in folded.split() if word not in word_set("events", "phrases", "suffixes")]
    return words[-1] if words else folded


def _is_country(name: str) -> bool:
    """Tell whether it is the gazetteer's key of a country or place, or of a group of a country's people."""
    return name.startswith(("country/", "place/"))


def _head(person: Participant) -> str:
    """Return the stem of the head noun of a description of people ("a young boy in a well": boy)."""
    words = person.text.lower().replace("-year-old", " ").replace("-", " ").split()
    ends = word_set("events", "phrases", "ends")
    kept: list[str] = []
    for word in words:
        if word in ends and kept:
            break
        if word.isalpha() and word not in word_set("events", "phrases", "skipped"):
            kept.append(word)
    return stem(kept[-1]) if kept else ""


def _days(claim: Claim) -> list[DayRange]:
    time = claim.time
    first, last = (day_number(time.first), day_number(time.last)) if time else (None, None)
    if time is None or first is None or last is None or time.value.startswith("P"):
        return []
    words = time.text.lower().replace(",", " ").split()
    return [DayRange(first, last, any(_names_day(word) for word in words))]


def _names_day(word: str) -> bool:
    calendar = word_set("events", "phrases", "days")
    return (
        word.rstrip(".s") in calendar or word.rstrip("s.") in calendar or (word.isdigit() and len(word) == 4)
    )
