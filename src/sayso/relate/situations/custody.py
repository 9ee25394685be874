"""Those who neither hold nor are held: the dead, things, judges."""

import re

from sayso.codebook import word_set
from sayso.gazetteer import fold_name
from sayso.model import Entity, EntityKind, Participant, SourcedClaim
from sayso.relate.commitments.phrases import says, words_of
from sayso.relate.situations.ties import UNKNOWN

__all__ = ["holder_of", "is_dead", "is_somebody"]

# Most characters between a name and the word that somebody has died.
_ASIDE = 60
_OBITUARY = 300


def is_dead(person: Entity, sourced: SourcedClaim) -> bool:
    """Return True if a report tells that somebody has died, by the sentence or by the name.

    "A suspect arrested on Tuesday hanged himself"; "Lopez, who was jailed in 1990, has died".
    """
    sentence = sourced.claim.sentence.text
    if says(sentence, "situations", "persons", "dead"):
        return True
    if person.kind is not EntityKind.PERSON:
        return False
    text = sourced.report.text
    deaths = _deaths(re.escape(person.name.split()[-1]))
    return any(_is_of(person, text[: death.start(death.lastindex or 0)]) for death in deaths.finditer(text))


def _is_of(person: Entity, before: str) -> bool:
    """Return False if another first name stands before a surname ("the death of Ana Lopez" is not Jon's)."""
    first = before.split()[-1:]
    is_name = bool(first) and first[0].isalpha() and first[0].istitle() and before.endswith(" ")
    return not is_name or fold_name(first[0]) in fold_name(person.name).split()


def _deaths(name: str) -> re.Pattern[str]:
    """Return a pattern for words that somebody of a surname has died; its one group is the surname."""
    later = r"(?:yesterday|today|[A-Z][a-z]+|of|at|in|on)"
    patterns = (
        rf"\b{name}(?:['’]s? | ['’]s )(?:death|funeral|obituary)\b",
        rf"\bdeath of (?:[A-Z][\w.]* )*{name}\b",
        rf"\b{name}(?:, [^,.]{{1,{_ASIDE}}},)? (?:(?:has |had |who )?died|hanged (?:him|her)self)\b",
        rf"\b{name}, (?:[^.]{{1,{_OBITUARY}}}, |who )(?:has )?died {later}\b",
    )
    named = (part.replace(name, f"({name})", 1) for part in patterns)
    return re.compile("|".join(named))


def is_somebody(party: Participant) -> bool:
    """Return True if a phrase is for somebody: no ship, no part of a phrase, nobody that there is not."""
    words = words_of(party.text)
    if not words or words[0] in word_set("situations", "persons", "no_openers"):
        return False
    things = word_set("situations", "persons", "things")
    head = words_of(re.split(r" (?:of|in|from|at|with|on|for|who|that)\b", party.text)[0])
    is_thing = bool(head) and head[-1] in things
    named = fold_name(party.entity.name).split() if party.entity else []
    named_thing = any(word in things for word in words if fold_name(word) not in named)
    is_person = party.entity is not None and party.entity.kind is EntityKind.PERSON
    return not is_thing and not (named_thing and is_person)


def holder_of(holder: Entity, party: Participant, sourced: SourcedClaim) -> Entity:
    """Return who holds somebody: no judge, who only orders it, no ship, nobody who hands him over.

    A court known by its name is as good as the state that holds.
    """
    words = set(words_of(party.text))
    orders = holder.sector == "JUD" or not words.isdisjoint(word_set("situations", "persons", "ordering"))
    after = sourced.report.text[sourced.claim.trigger.end : sourced.claim.sentence.end]
    is_thing = holder.kind is EntityKind.PERSON and not words.isdisjoint(
        word_set("situations", "persons", "things")
    )
    hands_over = says(after, "situations", "persons", "handing")
    orders = orders and holder.kind is not EntityKind.ORGANIZATION
    return UNKNOWN if orders or hands_over or is_thing else holder
