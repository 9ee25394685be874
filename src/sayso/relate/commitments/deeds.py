"""Deeds of commitments: the kind of act, its debtors, objects and places, for matching later claims."""

import re
from collections.abc import Iterator
from functools import cache
from itertools import takewhile
from typing import NamedTuple

from msgspec.structs import replace

from sayso.codebook import read_codebook, word_set
from sayso.codebook.word_forms import base_forms, singular, stem
from sayso.gazetteer import fold_name
from sayso.model import (
    Attribution,
    Claim,
    Commitment,
    Entity,
    Participant,
    Reading,
    Report,
    Span,
    Strength,
    Toponym,
)
from sayso.model.base import Struct
from sayso.relate.commitments.parties import are_sure, identities_of, place_identity
from sayso.relate.commitments.phrases import alike, root_of, roots_of, says, words_of

__all__ = [
    "CommitmentContext",
    "Deed",
    "commitment_contexts",
    "content_of",
    "deeds_of",
    "has_time",
    "kinds_of",
    "kinds_of_word",
    "numbers_in",
    "words_beside",
]

# What may stand between two parts of a duty; a comma alone does so only before a further verb of a list.
_AND = re.compile(r"(?P<and>[,;]? (?:and|as well as) |; )(?:then |also |later |to )?|, (?:then |to )?")
# "Will not" and "would never" at the end of the few letters before a deed.
_NEGATED, _LEAD = re.compile(r"(?:\b(?:not|never|no longer)|n['’]t) (?:to |be )?$"), 20
_OPENS_NEGATED = re.compile(r"(?:not|never|no longer) ", re.IGNORECASE)
# The rest of "Mali and the northern rebels agreed" before the verb: four words at most.
_FELLOW = re.compile(r",? and (?P<fellow>(?:[\w’'-]+ ){0,3}[\w’'-]+)$")
# A word in front of an article, a possessive or a number is a verb: "and pay the families".
_VERB_WITH_OBJECT = re.compile(r"[a-z]{2,} (?:the|a|an|all|any|every|no|its|their|his|her|our|\d[\d.,]*) ")


class CommitmentContext(Struct, frozen=True, kw_only=True):
    """Commitment with the parts of its report that tracking needs, so that a store need not keep more.

    `claims` are those that state the deed or the promise of it; `stated` are the deeds of all commitments of
    the report; `sources` are the names of its sources, innermost first; `speaker` is the innermost source;
    `fellows` are those who promise together with the debtor; `attributions` are all of the report.
    """

    commitment: Commitment
    report: Report
    claims: tuple[Claim, ...] = ()
    toponyms: tuple[Toponym, ...] = ()
    stated: tuple[Span, ...] = ()
    sources: tuple[str, ...] = ()
    speaker: Entity | None = None
    fellows: tuple[Participant, ...] = ()
    attributions: tuple[Attribution, ...] = ()


class Deed(NamedTuple):
    """Features of a deed for matching later claims.

    `kinds` are its acts ("TYPE.mode"), `contrary` those that run against it ("TYPE" or "TYPE.mode").
    `numbers` are its amounts, without dates. `alike` names the groups of verbs that tell the same deed,
    `unlike` those that tell its contrary. `forbidden` deeds are those to be left undone. `counterparts` are
    the identities of whom it is done with or to ("meet Donald Trump").
    """

    kinds: frozenset[str]
    contrary: frozenset[str]
    debtors: frozenset[str]
    places: frozenset[str]
    verb: str
    alike: frozenset[str]
    unlike: frozenset[str]
    words: frozenset[str]
    numbers: frozenset[str]
    forbidden: bool
    goes_on: bool
    counterparts: frozenset[str]


def commitment_contexts(reading: Reading) -> tuple[CommitmentContext, ...]:
    """Return the commitments of a reading with the context needed to track each."""
    known = {attribution.id: attribution for attribution in reading.attributions}
    stated = tuple(commitment.deed for commitment in reading.commitments)
    return tuple(
        CommitmentContext(
            commitment=commitment,
            report=reading.report,
            claims=tuple(_claims_of(commitment, reading)),
            toponyms=tuple(place for place in reading.toponyms if commitment.deed.contains(place)),
            stated=stated,
            sources=tuple(source.source_name() for source in chain if source.source_name()),
            speaker=_speaker(chain[0], reading) if chain else None,
            fellows=_fellows(commitment, reading),
            attributions=reading.attributions,
        )
        for commitment in reading.commitments
        for chain in [[known[id] for id in next(iter(commitment.chains), ()) if id in known]]
    )


def _speaker(attribution: Attribution, reading: Reading) -> Entity | None:
    """Return the entity of a source, else the one that a mention within its words denotes."""
    mentioned = (
        entity
        for entity in reading.entities
        if any(span.contains(mention) for span in attribution.source for mention in entity.mentions)
    )
    return attribution.source_entity or next(mentioned, None)


def _fellows(commitment: Commitment, reading: Reading) -> tuple[Participant, ...]:
    """Return who stands between the debtor and the verb, joined by "and" ("Mali and the rebels agreed")."""
    debtor, verb = commitment.debtor, commitment.verb.split(maxsplit=1)[:1]
    if debtor is None or not verb or debtor.end > commitment.deed.start:
        return ()
    text = reading.report.text
    between = _FELLOW.match(text[debtor.end : commitment.deed.start].partition(f" {verb[0]}")[0])
    if between is None:
        return ()
    start = debtor.end + between.start("fellow")
    span = Span.of(text, start, start + len(between["fellow"]))
    entity = next(
        (entity for entity in reading.entities if any(span.contains(mention) for mention in entity.mentions)),
        None,
    )
    return (Participant(start=span.start, end=span.end, text=span.text, entity=entity),)


def _claims_of(commitment: Commitment, reading: Reading) -> Iterator[Claim]:
    for claim in reading.claims:
        meant = claim.object is not None and claim.object.span.overlaps(commitment.deed)
        speaks = claim.event.type in word_set("speech_acts", "types")
        promised = meant and speaks and claim.sentence.contains(commitment.deed)
        if promised or claim.id == commitment.claim or commitment.deed.contains(claim.trigger):
            yield claim


def kinds_of(claim: Claim) -> frozenset[str]:
    """Return the type of a claim, alone and with each of its modes.

    A claim of RETREAT withdraw gives "RETREAT" and "RETREAT.withdraw".
    """
    return _kinds(claim.event.type, claim.event.mode)


def kinds_of_word(word: str) -> frozenset[str]:
    """Return the kinds of act that a word tells, by the codebook alone.

    A word of the same root counts if one stem opens the other: "cease" and "ceasefire", not "attach" and
    "attack".
    """
    known, own = _lexicon().get(root_of(word), {}), stem(fold_name(word))
    near = (kinds for form, kinds in known.items() if form.startswith(own) or own.startswith(form))
    return known.get(own) or next(near, frozenset())


def _kinds(type: str, modes: tuple[str, ...]) -> frozenset[str]:
    return frozenset([type, *(f"{type}.{mode}" for mode in modes)])


def words_beside(context: CommitmentContext, deed: Deed) -> frozenset[str]:
    """Return the roots of the words of a report's duties that have a deed's verb, without the deed's own."""
    same = " ".join(span.text for span in context.stated if root_of(_verb(span.text)) == deed.verb)
    whole = context.commitment.deed.text
    return frozenset(roots_of(f"{same} {whole}")) - deed.words - {deed.verb}


def deeds_of(context: CommitmentContext) -> tuple[Deed, ...]:
    """Return the features of the deed of a commitment, one for each part of a compound duty.

    "Destroy its mines by 1 May and all its shells in 2015" is kept only if mines and shells are destroyed.
    """
    whole, parts = _deed_of(context), _parts(context.commitment.deed.text)
    if len(parts) == 1:
        return (whole,)
    return tuple(_part_of(whole, text, context) for text in parts)


def _parts(text: str) -> tuple[str, ...]:
    """Split the words of a deed before a further verb, and between two parts that each have a time.

    A list with commas is split only if it has an "and" before its last verb ("close it, free them and pay").
    """
    parts, start = [], 0
    joints = list(_AND.finditer(text))
    ends_in_list = any(joint["and"] and _opens_with_verb(text[joint.end() :]) for joint in joints)
    for joint in joints:
        left, right = text[start : joint.start()], text[joint.end() :]
        timed = joint["and"] and has_time(left[-_TAIL:]) and has_time(right) and content_of(right)
        if timed or ((joint["and"] or ends_in_list) and _opens_with_verb(right)):
            parts.append(left)
            start = joint.end()
    return (*parts, text[start:])


# Most characters from a time to the end of the part that it closes.
_TAIL = 12


def numbers_in(text: str) -> frozenset[str]:
    """Return the numbers of a text without years and days of a month.

    >>> sorted(numbers_in("release 2,000 prisoners by 1 May 2013")), sorted(numbers_in("pay $50 billion"))
    (['2000'], ['50'])
    """
    words = [word.strip("$€£¥,.;:()“”\"'") for word in text.split()]
    found = set()
    for before, word, after in zip(["", *words], words, [*words[1:], ""], strict=False):
        is_date = _YEAR.fullmatch(word) or {before.lower(), after.lower()} & word_set(
            "following", "words", "months"
        )
        if _NUMBER.fullmatch(word) and not is_date:
            found.add(word.replace(",", ""))
    return frozenset(found)


_NUMBER, _YEAR = re.compile(r"\d[\d,]*(?:\.\d+)?"), re.compile(r"(?:19|20)\d\d")


def has_time(text: str) -> bool:
    """Tell whether a text names a time, by a word or a number."""
    return _time().search(text) is not None


@cache
def _time() -> re.Pattern[str]:
    words = "|".join(sorted(word_set("following", "words", "times")))
    return re.compile(rf"\b(?:\d+|{words})\b", re.IGNORECASE)


def _opens_with_verb(text: str) -> bool:
    words = text.split()
    if len(roots_of(text)) < 2:
        return False
    takes_object = _VERB_WITH_OBJECT.match(text) and words[0] not in word_set("following", "words", "nominal")
    forms = base_forms(words[0])[:1] if words[0].endswith("ing") else ()
    return bool(takes_object) or not _verbs().isdisjoint((words[0], *forms))


@cache
def _verbs() -> frozenset[str]:
    """Return the verbs that name deeds (codebook `triggers`)."""
    modes = (by_part for type in read_codebook("triggers").values() for by_part in type.values())
    return frozenset(word for by_part in modes for word in by_part.get("verb", ()) if " " not in word)


def _part_of(whole: Deed, text: str, context: CommitmentContext) -> Deed:
    """Return the features of one part of a deed; it has the verb of the whole unless it has its own."""
    inside = frozenset(place_identity(place) for place in context.toponyms if place.text in text)
    verb = _verb(text)
    words = content_of(text) - {whole.verb}
    part = whole._replace(places=inside or whole.places, words=words, numbers=numbers_in(text))
    if not _opens_with_verb(text) or root_of(verb) == whole.verb:
        return part
    kinds = kinds_of_word(verb)
    ended = _ended(verb, text)
    return part._replace(
        kinds=_modes(kinds),
        contrary=_modes(kinds) if whole.forbidden else ended | _contradicted_by(kinds),
        verb=root_of(verb),
        alike=_alike(verb, text),
        unlike=_unlike(verb, text),
        words=part.words - {root_of(verb)},
        goes_on=_goes_on(verb),
    )


def content_of(text: str) -> frozenset[str]:
    """Return the roots of the words of a deed without times and without what it hangs on ("before ...")."""
    cores = (text[: match.start()] for match in _aside().finditer(text))
    core = next((core for core in cores if len(roots_of(core)) > 1), text)
    return frozenset(roots_of(_time().sub(" ", core)))


@cache
def _aside() -> re.Pattern[str]:
    words = "|".join(sorted(word_set("following", "words", "subordinating")))
    return re.compile(rf",? (?:{words})(?= )")


def _ended(verb: str, text: str) -> frozenset[str]:
    """Return the kinds of acts that a deed ends ("halt air strikes")."""
    if verb not in word_set("following", "words", "halting"):
        return frozenset()
    return frozenset(kind for word in words_of(text) for kind in kinds_of_word(word))


def _deed_of(context: CommitmentContext) -> Deed:
    """Return the features of a commitment's deed, from its words and from the claims that state it."""
    commitment = context.commitment
    text = commitment.deed.text
    verb = _verb(text)
    stated_kinds = _stated_kinds(context)
    forbidden = _is_forbidden(context)
    ended = _ended(verb, text)
    kinds = stated_kinds | kinds_of_word(verb)
    debtors = _debtors(context) | _fellow_debtors(context)
    return Deed(
        kinds=_modes(kinds),
        contrary=_modes(kinds) if forbidden else ended | _contradicted_by(kinds),
        debtors=debtors,
        places=frozenset(map(place_identity, _places(context))),
        verb=root_of(verb),
        alike=_alike(verb, text),
        unlike=_unlike(verb, text),
        words=content_of(text) - {root_of(verb)} - _time_words(commitment),
        numbers=numbers_in(text),
        forbidden=forbidden,
        goes_on=_goes_on(verb),
        counterparts=_counterparts(context) - debtors,
    )


def _verb(text: str) -> str:
    """Return the verb of the deed: the first word that is not only about trying to do it.

    A light verb gives way to the noun that says the act ("carry out missile tests": tests).
    """
    words = [word.strip(",.;:“”\"'’()") for word in text.split()]
    trying = word_set("following", "words", "trying")
    start = next((n for n, word in enumerate(words) if word and word.lower() not in trying), None)
    if start is None:
        return ""
    verb, ending = words[start].lower(), word_set("following", "words", "ending")
    if word_set("following", "words", "light").isdisjoint((verb, *base_forms(verb))):
        return verb
    meant = list(takewhile(lambda word: word not in ending, words[start + 1 :]))
    is_empty = not word_set("following", "words", "carrying").isdisjoint((verb, *base_forms(verb)))
    last = meant[-1].lower() if meant and is_empty else verb
    return next((word for word in meant if word in _nouns() or singular(word) in _nouns()), last)


@cache
def _nouns() -> frozenset[str]:
    """Return the nouns that name deeds (codebook `triggers`)."""
    modes = (by_part for type in read_codebook("triggers").values() for by_part in type.values())
    return frozenset(word.split()[-1] for by_part in modes for word in by_part.get("noun", ()))


def _goes_on(verb: str) -> bool:
    return verb in word_set("following", "words", "going_on")


def _counterparts(context: CommitmentContext) -> frozenset[str]:
    """Return the sure identities of those who take part in a deed by the claim of it, the debtor too."""
    inside = (claim for claim in context.claims if context.commitment.deed.contains(claim.trigger))
    found = identities_of(party for claim in inside for party in (*claim.actors, *claim.recipients))
    return frozenset(identity for identity in found if are_sure((identity,)))


def _alike(verb: str, text: str) -> frozenset[str]:
    """Return the groups of like verbs of a deed, from its verb on; of a light verb's phrase too."""
    words = text.lower()
    starts = {words.find(verb), words.find(_first(words))} if verb else set()
    return frozenset(group for start in starts if start >= 0 for group in alike(text[start:]))


def _first(words: str) -> str:
    trying = word_set("following", "words", "trying")
    return next((word for word in words.split() if word not in trying), "")


def _unlike(verb: str, text: str) -> frozenset[str]:
    table = read_codebook("following")["contradicted_alike"]
    groups = {"going_on"} if _goes_on(verb) else _alike(verb, text)
    return frozenset(group for like in groups for group in table.get(like, ()))


def _stated_kinds(context: CommitmentContext) -> frozenset[str]:
    found: frozenset[str] = frozenset()
    for claim in context.claims:
        if context.commitment.deed.contains(claim.trigger):
            found |= kinds_of(claim)
        elif claim.object is not None and claim.object.event is not None:
            found |= _kinds(claim.object.event.type, claim.object.event.mode)
    return found - {"REQUEST"}


def _is_forbidden(context: CommitmentContext) -> bool:
    commitment = context.commitment
    inside = [claim for claim in context.claims if commitment.deed.contains(claim.trigger)]
    negated = bool(inside) and min(inside, key=lambda claim: claim.trigger.start).negated
    opens = _OPENS_NEGATED.match(commitment.deed.text) is not None
    before = context.report.text[max(commitment.deed.start - _LEAD, 0) : commitment.deed.start]
    return (
        commitment.strength is Strength.BANNED
        or opens
        or negated
        or _NEGATED.search(before) is not None
        or says(commitment.verb, "status", "negating_words")
    )


def _debtors(context: CommitmentContext) -> frozenset[str]:
    """Return the identities of the debtor; of the speaker, if it is a pronoun that the reading left open."""
    debtor, speaker = context.commitment.debtor, context.speaker
    if debtor is None:
        return frozenset()
    is_open = debtor.entity is None and debtor.text.lower() in word_set("following", "words", "speaking")
    if is_open and context.sources:
        debtor = replace(debtor, text=context.sources[0], entity=speaker)
    return identities_of((debtor,))


def _fellow_debtors(context: CommitmentContext) -> frozenset[str]:
    """Return those who promised together ("Armenia and Azerbaijan agreed to ...")."""
    promised = (claim for claim in context.claims if claim.event.type == "AGREE")
    actors = [actor for claim in promised for actor in claim.actors]
    return identities_of((*actors, *context.fellows))


def _places(context: CommitmentContext) -> list[Toponym]:
    inside = [place for claim in context.claims for place in claim.places]
    return [*context.toponyms, *inside]


def _time_words(commitment: Commitment) -> frozenset[str]:
    return frozenset(roots_of(commitment.due.text)) if commitment.due else frozenset()


def _modes(kinds: frozenset[str]) -> frozenset[str]:
    """Return the kinds with a mode: a type alone takes in too much to be a deed, or to run against one."""
    return frozenset(kind for kind in kinds if "." in kind)


def _contradicted_by(kinds: frozenset[str]) -> frozenset[str]:
    table = read_codebook("following")["contradicted_by"]
    return frozenset(opposite for kind in kinds for opposite in table.get(kind, ()))


@cache
def _lexicon() -> dict[str, dict[str, frozenset[str]]]:
    """Return the kinds of act of each stem, by root (codebook `triggers`)."""
    found: dict[str, dict[str, frozenset[str]]] = {}
    for type, modes in read_codebook("triggers").items():
        for mode, by_part in modes.items():
            kinds = _kinds(type, () if mode == "-" else (mode,))
            for word in (*by_part.get("verb", ()), *by_part.get("noun", ())):
                if " " not in word:
                    found.setdefault(root_of(word), {}).setdefault(stem(fold_name(word)), kinds)
    return found
