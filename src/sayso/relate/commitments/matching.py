"""Matching of claims with commitments: whether a claim keeps, breaks or changes a commitment."""

import re
from functools import cache, lru_cache
from typing import NamedTuple

from sayso.codebook import least_confidence, read_codebook, word_set
from sayso.gazetteer import is_country
from sayso.model import Bearing, Claim, EntityKind, SourcedClaim, Status
from sayso.model.dates import iso_day
from sayso.relate.commitments.deeds import (
    CommitmentContext,
    Deed,
    content_of,
    kinds_of,
    kinds_of_word,
    numbers_in,
    words_beside,
)
from sayso.relate.commitments.parties import are_named, are_sure, identities_of, place_identity
from sayso.relate.commitments.phrases import (
    adjacent_verbs,
    alike_of,
    lead_of,
    root_of,
    roots_of,
    says,
    window_of,
    words_of,
)

__all__ = ["is_changing", "is_done", "is_undone", "match_claim", "named_in", "spots_of"]

# Where what a refusal is about ends: "denied bail and will appear".
_CLAUSE = re.compile(r"[,;:—]|\bbut\b|\band (?=(?:will|would|is|was|has|had|must|should)\b)")


class _Match(NamedTuple):
    """Match of a claim with a deed: like or contrary act, share of its words, whether later.

    An act is `alike` if more than the type is the same: the verb, one like it, or the mode; `named` if it is
    the verb, one like it or one that undoes it. `covered` is the share of the claim's words that the
    commitment's report has.
    """

    alike: bool
    named: bool
    contrary: bool
    share: float
    covered: float
    after: bool


def match_claim(context: CommitmentContext, deed: Deed, sourced: SourcedClaim) -> tuple[Bearing, bool] | None:
    """Return the bearing of a claim on a commitment, and whether by a deed rather than by words."""
    within = sourced.report.document == context.report.document
    if _is_earlier(context, sourced) or (within and _only_states(context, deed, sourced.claim)):
        return None
    debtors = identities_of(sourced.claim.actors) & deed.debtors
    if not debtors and not (
        _may_be_theirs(deed, sourced.claim) or (within and _is_retold(context, deed, sourced))
    ):
        return None
    match = _match(context, deed, sourced, within=within)
    sure = are_sure(debtors) and not _is_only_of_state(context, sourced.claim, debtors)
    if sure and not within and not match.alike and _has_adjacent_deed(deed, sourced):
        return Bearing.KEEPS, True
    undone = is_undone(sourced.claim, sourced.report.text)
    story = sure and not within and not undone and _is_of_story(deed, match)
    if not (match.share >= _least_share(match, sure=sure, within=within) or story):
        return None
    if _is_elsewhere(deed, sourced.claim) or not (deed.words or are_named(debtors)):
        return None
    if not (within or undone or _has_act(deed, match)):
        return None
    found = _judge(context, deed, sourced, match, sure=sure)
    if found is None or sourced.claim.is_confident(least_confidence()):
        return found
    # Of what is hardly a claim only that counts which is told as done or not done, and comes back plainly.
    reported = found[1] or sourced.claim.status is Status.OCCURRED
    return found if reported and sure and are_named(debtors) and _is_plain(deed, match) else None


def _has_act(deed: Deed, match: _Match) -> bool:
    """Tell whether a claim of another report has the act of a deed, not only its type: by its verb at best.

    By a mode alone two words of the deed must be there to come back.
    """
    return match.named or match.contrary or (match.alike and len(deed.words) > 1)


def _least_share(match: _Match, *, sure: bool, within: bool) -> float:
    """Return the share of a deed's words that must come back in a claim."""
    if not sure:
        return _measure("share_unsaid")
    if within:
        return _measure("share_within")
    if match.contrary:
        is_near = match.covered >= _measure("share_within") or not match.named
        return _measure("share_contrary" if is_near else "share_type")
    return _measure("share" if match.named else "share_type")


def _match(context: CommitmentContext, deed: Deed, sourced: SourcedClaim, *, within: bool) -> _Match:
    claim, text = sourced.claim, sourced.report.text
    # Of its own report's claims only an end runs against a deed: "had planned to go on", "ends his bid".
    ended = deed.goes_on and _is_opposite(deed, claim, text)
    contrary = ended if within else _is_contrary(deed, sourced)
    named = _is_named(deed, claim, text) or _is_opposite(deed, claim, text) or _is_refused(deed, claim, text)
    share = _share(deed, sourced)
    if named and not deed.counterparts.isdisjoint(identities_of((*claim.actors, *claim.recipients))):
        share = max(share, _measure("share_within"))
    elif _is_common(deed) and not deed.words:
        share = 0.0  # "Visit him": any visit would do.
    after = not within or claim.trigger.start > context.commitment.deed.end
    return _Match(
        alike=_is_alike(deed, claim, text),
        named=named,
        contrary=contrary,
        share=share,
        covered=_covered(context, deed, sourced) if named and not within else 0.0,
        after=after or (named and _is_background(context)),
    )


def _is_background(context: CommitmentContext) -> bool:
    """Tell whether a promise is the background of its report's news: "last year he had said"."""
    deed = context.commitment.deed
    sentence = next((claim.sentence for claim in context.claims if claim.sentence.contains(deed)), deed)
    return says(context.report.text[sentence.start : deed.start], "following", "words", "past")


def _has_adjacent_deed(deed: Deed, sourced: SourcedClaim) -> bool:
    """Tell whether a claim's sentence tells the deed of its actor by another verb, with some of its words."""
    claim, text = sourced.claim, sourced.report.text
    start = adjacent_verbs(claim, text).get(deed.verb)
    if start is None or deed.forbidden or deed.goes_on or _is_common(deed):
        return False
    reach = int(_measure("after"))
    words = deed.words & set(roots_of(text[start : min(start + reach, claim.sentence.end)]))
    return len(words) > 1 and len(words) >= _measure("share_beside") * len(deed.words)


def _is_plain(deed: Deed, match: _Match) -> bool:
    """Tell whether the verb of a deed comes back and so much else that any claim tells of it."""
    plain = match.share >= _measure("share_weak") and len(deed.words) > 1
    return match.named and (plain or _is_of_story(deed, match))


def _is_of_story(deed: Deed, match: _Match) -> bool:
    """Tell whether the act by its verb, and what the claim says of it, are those of the commitment's report.

    "Will reverse the changes" is kept by "overturns the Bush ruling on endangered species" if the promise
    stood in a report on these.
    """
    missing = round((1 - match.share) * len(deed.words))
    story = match.covered >= _measure("covered") and missing <= _measure("missing")
    return match.named and not match.contrary and not _is_common(deed) and story


def _is_common(deed: Deed) -> bool:
    return deed.verb in _common_verbs()


@cache
def _common_verbs() -> frozenset[str]:
    return frozenset(map(root_of, word_set("following", "words", "common")))


def _covered(context: CommitmentContext, deed: Deed, sourced: SourcedClaim) -> float:
    """Return the share of the words of a claim's clause that the commitment's report has; 0 of too few.

    Words of its other duties do not count: "destroyed its mines" keeps no promise to destroy its shells.
    """
    claim, text = sourced.claim, sourced.report.text
    clause = _CLAUSE.split(window_of(claim, text))[0]
    parties = " ".join(actor.text for actor in claim.actors)
    words = content_of(clause) - {*roots_of(f"{claim.trigger.text} {parties}"), deed.verb}
    names = {root_of(word) for word in clause.split() if word[:1].isupper()} & words
    same = deed.verb in roots_of(claim.trigger.text)
    if not names or not (same or len(words) >= _measure("least_covered")):
        return 0.0
    known = _roots_in(context.report.text) - words_beside(context, deed)
    return len(words & known) / len(words)


@lru_cache(maxsize=64)
def _roots_in(text: str) -> frozenset[str]:
    return frozenset(roots_of(text))


def _may_be_theirs(deed: Deed, claim: Claim) -> bool:
    """Tell whether a claim without actors is of the debtor, or of a place where the deed is due."""
    touched = identities_of(claim.recipients) & deed.debtors
    return not claim.actors and bool(touched or deed.places.intersection(map(place_identity, claim.places)))


def _is_only_of_state(context: CommitmentContext, claim: Claim, debtors: frozenset[str]) -> bool:
    """Tell whether somebody's deed is matched with one of the state that he or she speaks for."""
    debtor = context.commitment.debtor
    parties = [debtor, *claim.actors] if debtor is not None else claim.actors
    is_person = any(party.entity and party.entity.kind is EntityKind.PERSON for party in parties)
    return is_person and all(identity.startswith("state/") for identity in debtors)


def _is_retold(context: CommitmentContext, deed: Deed, sourced: SourcedClaim) -> bool:
    """Tell whether a claim of the same report names all of a deed without its doer, or its nameless doer.

    "The depot was destroyed" may be theirs who would strike it; "the addressees" may be called by name later.
    """
    claim = sourced.claim
    if claim.trigger.start < context.commitment.deed.end or not deed.words:
        return False
    nameless = not are_sure(deed.debtors) and deed.verb in roots_of(window_of(claim, sourced.report.text))
    alike = deed.verb in roots_of(claim.trigger.text) or bool(kinds_of(claim) & deed.kinds)
    # "Chatwal received a fine" tells of no other's fine.
    passive = not claim.actors and alike and not deed.forbidden
    passive = passive and not are_named(identities_of(claim.recipients) - deed.counterparts)
    return (nameless or passive) and _share(deed, sourced) == 1.0


def _measure(name: str) -> float:
    return float(read_codebook("following")["measure"][name])


def _judge(
    context: CommitmentContext, deed: Deed, sourced: SourcedClaim, match: _Match, *, sure: bool
) -> tuple[Bearing, bool] | None:
    claim, text = sourced.claim, sourced.report.text
    window = window_of(claim, text)
    clause = frozenset(roots_of(_CLAUSE.split(window)[0] if is_undone(claim, text) else window))
    named = match.alike or deed.verb in clause
    if says(f"{lead_of(claim, text)} {claim.trigger.text}", "following", "words", "doubting"):
        return None  # "could not be certain that it had"
    if says(lead_of(claim, text), "following", "words", "before") and not is_undone(claim, text):
        return None  # "previously hosted"
    if named and is_changing(window):
        return Bearing.CHANGES, False
    if is_undone(claim, text):
        within = sourced.report.document == context.report.document
        refused = within and _is_refusal(claim, text) and len(deed.words) > 1
        # "Despite their quarrel met to unify the party" refuses nothing.
        named = match.alike or match.named or (named and (within or claim.negated))
        meant = named or (refused and len(deed.words & clause) >= _measure("share_unsaid") * len(deed.words))
        # "Refused to have her picture taken" tells of no other taking.
        meant = meant and not (_is_common(deed) and match.share < _measure("share_unsaid"))
        undone = meant and not deed.forbidden and not _may_still_come(context, sourced)
        return (Bearing.BREAKS, False) if undone else None
    if not is_done(claim, text):
        return None
    if match.contrary or (deed.forbidden and match.alike):
        return (Bearing.BREAKS, True) if sure else None
    act = match.alike and _may_be_as_many(deed, claim)
    if deed.forbidden:
        act = _is_opposite(deed, claim, text)  # "Will no longer allow": it bans.
    kept = act and match.after and not deed.goes_on
    return (Bearing.KEEPS, True) if kept and claim.status is Status.OCCURRED else None


def _may_be_as_many(deed: Deed, claim: Claim) -> bool:
    """Tell whether a sentence names a number of a deed, or none ("release 200 prisoners", "released 36")."""
    numbers = numbers_in(claim.sentence.text)
    return not deed.numbers or not numbers or not deed.numbers.isdisjoint(numbers)


def _only_states(context: CommitmentContext, deed: Deed, claim: Claim) -> bool:
    """Tell whether a claim of the same report states a commitment, or the deed has no words to match."""
    stated = context.commitment.deed.overlaps(claim.sentence)
    return stated or not deed.words or any(span.contains(claim.trigger) for span in context.stated)


def _is_earlier(context: CommitmentContext, sourced: SourcedClaim) -> bool:
    """Tell whether a claim is of a day before the commitment; one of the same report may be of its eve."""
    made, published = iso_day(context.report.published), iso_day(sourced.report.published)
    happened = sourced.claim.time.last if sourced.claim.time else None
    if sourced.report.document == context.report.document:
        return bool(made) and happened is not None and happened[:4] < made[:4]
    return not made or published < made or (happened is not None and happened < made)


def _is_contrary(deed: Deed, sourced: SourcedClaim) -> bool:
    """Tell whether a claim tells of the contrary of a deed: by its kind or by its verb ("resumed")."""
    claim = sourced.claim
    text = sourced.report.text
    same = _says_act(deed, claim) or (_is_named(deed, claim, text) and not deed.forbidden)
    opposite = _is_opposite(deed, claim, text) and not deed.forbidden
    return opposite or (bool(kinds_of(claim) & deed.contrary) and not same)


def _is_opposite(deed: Deed, claim: Claim, text: str) -> bool:
    """Tell whether a claim has a verb that undoes a deed ("resumed" for a halt)."""
    return not deed.unlike.isdisjoint(alike_of(claim, text))


def _is_alike(deed: Deed, claim: Claim, text: str) -> bool:
    """Tell whether more than the type is the same; a mode alone is not for a deed of one word ("stop")."""
    return (
        (bool(deed.words) and bool(kinds_of(claim) & deed.kinds))
        or _is_named(deed, claim, text)
        or _says_act(deed, claim)
    )


def _is_named(deed: Deed, claim: Claim, text: str) -> bool:
    """Tell whether a claim has the verb of a deed, or one like it."""
    return deed.verb in roots_of(claim.trigger.text) or bool(deed.alike & alike_of(claim, text))


def _says_act(deed: Deed, claim: Claim) -> bool:
    """Tell whether a trigger is a word for the deed's kind of act, with its mode, whatever type was read."""
    kinds = frozenset(kind for word in claim.trigger.text.split()[:1] for kind in kinds_of_word(word))
    return not kinds & deed.contrary and bool(kinds & deed.kinds)


def _may_still_come(context: CommitmentContext, sourced: SourcedClaim) -> bool:
    """Tell whether a deed reported as not done "yet" is not late."""
    due = context.commitment.due
    late = due is not None and due.last is not None and iso_day(sourced.report.published) > due.last
    span = sourced.claim.sentence
    return not late and says(sourced.report.text[span.start : span.end], "following", "words", "not_yet")


def _share(deed: Deed, sourced: SourcedClaim) -> float:
    """Return the share of the deed's words found in a claim; 1 if the deed has none."""
    claim = sourced.claim
    if not deed.words or _is_against(deed, claim):
        return 1.0
    # The subject of a passive stands before it: "the depot was destroyed".
    before = frozenset() if claim.actors else frozenset(roots_of(lead_of(claim, sourced.report.text)))
    return len(deed.words & (before | named_in(claim, sourced.report.text))) / len(deed.words)


def _is_against(deed: Deed, claim: Claim) -> bool:
    """Tell whether an act runs against a deed whose verb its sentence has ("a halt to air strikes")."""
    beside = roots_of(claim.sentence.text.replace(claim.trigger.text, " "))
    return bool(kinds_of(claim) & deed.contrary) and deed.verb in beside


def _is_elsewhere(deed: Deed, claim: Claim) -> bool:
    places = spots_of(claim)
    return bool(places) and bool(deed.places) and not places & deed.places


def named_in(claim: Claim, text: str) -> frozenset[str]:
    """Return the roots of the words of a claim's arguments, object and window."""
    parties = " ".join(argument.text for argument in (*claim.actors, *claim.recipients, *claim.places))
    meant = claim.object.span.text if claim.object else ""
    return frozenset(roots_of(f"{window_of(claim, text)} {parties} {meant}"))


def spots_of(claim: Claim) -> frozenset[str]:
    """Return the places of a claim that are smaller than a country."""
    return frozenset(place_identity(place) for place in claim.places if not is_country(place))


def is_changing(window: str) -> bool:
    """Tell whether the words after a trigger move the date of something."""
    return says(window, "following", "words", "changing")


def is_undone(claim: Claim, text: str) -> bool:
    """Tell whether a claim states that something is not done, or refused."""
    said = f"{lead_of(claim, text)} {claim.trigger.text}".lower()
    for phrase in word_set("following", "words", "affirming"):
        said = said.replace(phrase, "")
    return claim.negated or says(said, "following", "words", "refusing")


def _is_refused(deed: Deed, claim: Claim, text: str) -> bool:
    """Tell whether a claim refuses a deed by its verb ("refused to destroy the mines")."""
    clause = roots_of(_CLAUSE.split(window_of(claim, text))[0])
    return _is_refusal(claim, text) and deed.verb in clause


def _is_refusal(claim: Claim, text: str) -> bool:
    """Tell whether a trigger is a word of refusing or failing, not only of negating.

    Who "denied shooting" refused nothing.
    """
    negating = word_set("following", "words", "negating")
    words = " ".join(word for word in words_of(claim.trigger.text) if word not in negating)
    after = words_of(window_of(claim, text))[len(words_of(claim.trigger.text)) :][:1]
    return says(words, "following", "words", "refusing") and not any(word.endswith("ing") for word in after)


def is_done(claim: Claim, text: str) -> bool:
    """Tell whether a claim states that something is done, not only intended."""
    return claim.status in (Status.OCCURRED, Status.ONGOING) and not _is_willed(claim, text)


def _is_willed(claim: Claim, text: str) -> bool:
    """Tell whether the word before the trigger says that it is only intended."""
    lead = lead_of(claim, text).lower().split()[-1:]
    willed = bool(lead) and lead[0] in word_set("following", "words", "willing")
    return willed or says(claim.trigger.text, "following", "words", "promising")
