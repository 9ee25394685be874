"""Types and modes of learned claims, corrected by the words around their triggers (full tier)."""

import re
from collections.abc import Callable
from functools import cache, lru_cache

from msgspec.structs import replace

from sayso.codebook import read_codebook, word_set
from sayso.codebook.word_forms import base_forms, stem
from sayso.coding.roles import noun_phrase
from sayso.model import Parse, Span, Token
from sayso.model.drafts import ClaimDraft, EventDraft, ObjectDraft

__all__ = ["correct_event", "is_accidental", "is_deliberate", "sentence_words"]


def correct_event(parse: Parse, draft: ClaimDraft) -> ClaimDraft:
    """Return a claim with the type and mode that the words of its sentence leave no doubt of."""
    head = parse.head_of(draft.trigger.start, draft.trigger.end)
    if head is None:
        return draft
    for rule in _RULES:
        draft = rule(parse, draft, head)
    return draft


def _words(*keys: str) -> frozenset[str]:
    return word_set("corrections", *keys)


def _forms(token: Token) -> set[str]:
    return {token.lower, token.lemma.lower(), *base_forms(token.lower)}


# Each claim of a sentence asks for these; a sentence may be as long as its text.
@lru_cache(maxsize=8)
def _words_of_sentence(parse: Parse, number: int) -> frozenset[str]:
    sentence = parse.sentences[number]
    return frozenset(form for token in parse.tokens[sentence.first : sentence.last] for form in _forms(token))


@lru_cache(maxsize=8)
def _stems_of_sentence(parse: Parse, number: int) -> str:
    sentence = parse.sentences[number]
    return " ".join(["", *(stem(token.lower) for token in parse.tokens[sentence.first : sentence.last]), ""])


@lru_cache(maxsize=8)
def _is_sentence_deliberate(parse: Parse, number: int) -> bool:
    sentence = parse.sentences[number]
    return any(map(_is_deliberate_word, parse.tokens[sentence.first : sentence.last]))


def _is_deliberate_word(token: Token) -> bool:
    if token.pos == "VERB" and token.lemma in _words("accident", "also_by_nature"):
        return False
    return bool(_forms(token) & (word_set("harm", "deliberate") | _words("accident", "deliberate")))


# A report of something deliberate says so in its lead, or again and again.
_LEAD_TOKENS = 100
_DELIBERATE_WORDS = 3


@lru_cache(maxsize=2)
def _is_report_deliberate(parse: Parse) -> bool:
    found = [token.i for token in parse.tokens if _is_deliberate_word(token)]
    return bool(found) and (found[0] < _LEAD_TOKENS or len(found) >= _DELIBERATE_WORDS)


@lru_cache(maxsize=2)
def _is_report_of_a_blast(parse: Parse) -> bool:
    """Return whether a report names a blast and hardly anything deliberate."""
    named = any(_forms(token) & _words("accident", "unclear") for token in parse.tokens)
    return named and not _is_report_deliberate(parse)


def sentence_words(parse: Parse, i: int) -> frozenset[str]:
    """Return the words of a token's sentence, as written and in their base forms."""
    return _words_of_sentence(parse, parse.sentence_index(i))


def _correct_naming(parse: Parse, draft: ClaimDraft, head: Token) -> ClaimDraft:
    """Tell praise from blame where something is called something."""
    if head.lemma not in _words("naming", "verbs") or draft.event.type not in ("ACCUSE", "SUPPORT"):
        return draft
    clauses = {i for child in parse.children(head.i, *_MORE_CLAUSES) for i in parse.subtree(child.i)}
    after = [i for i in parse.subtree(head.i) if i > head.i and i not in clauses]
    named = {form for i in after for form in _forms(parse.tokens[i])}
    if named & _words("naming", "negations"):
        return draft
    text = " ".join(parse.tokens[i].lower for i in after)
    praised = bool(named & _words("naming", "praise")) or any(
        phrase in text for phrase in _words("naming", "praise_phrases")
    )
    blamed = bool(named & _words("naming", "blame"))
    if praised and not blamed:
        return _with_type(draft, "SUPPORT")
    if blamed and not praised and draft.event.type == "SUPPORT":
        return _with_type(draft, "ACCUSE", "disapprove")
    return draft


# What hangs on a verb of naming and is not what the thing is called.
_MORE_CLAUSES = ("conj", "advcl", "parataxis")


def _with_type(draft: ClaimDraft, type_: str, mode: str = "") -> ClaimDraft:
    """Return a claim with another type; one that has it already keeps its mode."""
    if draft.event.type == type_:
        return draft
    return replace(draft, event=replace(draft.event, type=type_, mode=mode))


def _correct_signing(parse: Parse, draft: ClaimDraft, head: Token) -> ClaimDraft:
    """Make the signing of an agreement AGREE: "signed a truce", not as one signs a law or a petition."""
    if head.lemma != "sign" or draft.event.type not in ("COOPERATE", "DECIDE", "SUPPORT"):
        return draft
    signed = parse.child(head.i, "dobj", "nsubjpass")
    if signed is None or not _forms(signed) & _words("signing", "agreements"):
        return draft
    return replace(draft, event=replace(draft.event, type="AGREE", mode=""))


def _correct_call(parse: Parse, draft: ClaimDraft, head: Token) -> ClaimDraft:
    """Make a call for something a REQUEST of whoever made it: "a call from the mayor to close the bridge"."""
    if head.lemma != "call" or head.pos != "NOUN" or draft.event.type not in ("CONSULT", "REQUEST"):
        return draft
    wanted = _wanted(parse, head)
    below = {form for i in parse.subtree(head.i) for form in _forms(parse.tokens[i])}
    if wanted is None or below & _words("call", "telephone"):
        return draft
    event = draft.event if draft.event.type == "REQUEST" else replace(draft.event, type="REQUEST", mode="")
    whole = parse.subtree(wanted.i)
    wish = parse.span(whole[0], whole[-1] + 1)
    event = _with_asker(parse, event, head, wish)
    return replace(draft, event=event, object=draft.object or ObjectDraft(span=wish))


def _wanted(parse: Parse, call: Token) -> Token | None:
    """Return the head of what a call is for: an infinitive, a "that" clause, or the noun after "for"."""
    # A call by somebody is none by telephone: what the parser hangs on the one who asks is what is asked.
    asked_by = [parse.child(by.i, "pobj") for by in parse.children(call.i, "prep") if by.lower == "by"]
    for preposition in (
        below for token in (call, *filter(None, asked_by)) for below in parse.children(token.i, "prep")
    ):
        below = parse.child(preposition.i, "pobj", "pcomp")
        if below is not None and preposition.lower in _words("call", "prepositions"):
            return below
    clauses = [*parse.children(call.i, "acl", "ccomp", "relcl", "xcomp")]
    for asker in _askers(parse, call):  # the parser may hang the infinitive on the one who asks
        clauses += parse.children(asker.i, "acl", "relcl", "xcomp")
    above = parse.tokens[call.head]
    if call.dep in ("dobj", "pobj") and above.i < call.i:
        verb = above if call.dep == "dobj" else parse.tokens[above.head]
        clauses += [clause for clause in parse.children(verb.i, "xcomp", "advcl") if clause.i > call.i]
    return next((clause for clause in clauses if _is_wish(parse, clause)), None)


def _is_wish(parse: Parse, clause: Token) -> bool:
    openings = parse.children(clause.i, "aux", "mark")
    that = any(
        opening.lower == "that" and opening.dep == "mark" for opening in openings if opening.i < clause.i
    )
    return that or (clause.tag == "VB" and any(opening.lower == "to" for opening in openings))


def _askers(parse: Parse, call: Token) -> list[Token]:
    prepositions = parse.children(call.i, "prep")
    below = [
        parse.child(preposition.i, "pobj")
        for preposition in prepositions
        if preposition.lower in _words("call", "askers")
    ]
    return [token for token in (*below, parse.child(call.i, "poss")) if token is not None]


def _with_asker(parse: Parse, event: EventDraft, call: Token, wish: Span) -> EventDraft:
    """Return the event with the one who made the call as its only actor, if it is known."""
    askers = tuple(_full_name(parse, asker, call, wish) for asker in _askers(parse, call))
    if not askers:
        return event
    recipients = tuple(span for span in event.recipients if not any(span.overlaps(asker) for asker in askers))
    return replace(event, actors=askers, recipients=recipients)


def _full_name(parse: Parse, asker: Token, call: Token, wish: Span) -> Span:
    """Return a noun phrase with the name right behind it ("former PM | John Major"), without the wish."""
    phrase = noun_phrase(parse, asker.i)
    if phrase.contains(wish):
        return parse.span(parse.tokens_in(phrase.start, phrase.end).start, asker.i + 1)
    names = [noun_phrase(parse, name.i) for i in (asker.i, call.i) for name in parse.children(i, "appos")]
    behind = (name for name in names if name.start >= phrase.end)
    name = next((name for name in behind if not parse.text[phrase.end : name.start].strip()), None)
    return phrase if name is None else Span.of(parse.text, phrase.start, name.end)


def _correct_accident(parse: Parse, draft: ClaimDraft, head: Token) -> ClaimDraft:
    """Make an ASSAULT an INCIDENT where an accident does the harm and no hand is named."""
    if draft.event.type != "ASSAULT" or not is_accidental(parse, head):
        return draft
    return _with_type(draft, "INCIDENT")


def is_deliberate(parse: Parse, head: Token) -> bool:
    """Return whether a word of the sentence names a weapon, an attack or one who attacks."""
    return _is_sentence_deliberate(parse, parse.sentence_index(head.i))


def is_accidental(parse: Parse, head: Token) -> bool:
    """Return whether an accident or disaster does the harm that a trigger tells of, and nothing was meant."""
    if is_deliberate(parse, head):
        return False
    if _is_cause(parse, head):
        return parse.child(head.i, "dobj") is None
    if not _forms(head) & _words("accident", "harms"):
        return False
    subject = parse.child(head.i, "nsubj")
    if subject is not None and head.pos in ("VERB", "AUX") and head.lemma not in ("die", "perish", "miss"):
        return any(_is_cause(parse, parse.tokens[i]) for i in parse.subtree(subject.i))
    above = next(parse.ancestors(head.i), None)
    clause = above if above is not None and above.pos == "AUX" else head  # "were dead after"
    if any(_is_cause(parse, parse.tokens[i]) for i in parse.subtree(clause.i) if i != head.i):
        return True
    if above is not None and _brings_about(parse, above):
        return True
    return parse.child(head.i, "agent") is None and _is_report_of_a_blast(parse)


def _brings_about(parse: Parse, above: Token) -> bool:
    """Return whether the word above a harm is an accident, or what one did ("a crash left five dead")."""
    if _is_cause(parse, above):
        return parse.child(above.i, "dobj") is None
    subject = parse.child(above.i, "nsubj", "nsubjpass")
    done = above.pos in ("VERB", "AUX") and subject is not None
    return done and any(_is_cause(parse, parse.tokens[i]) for i in parse.subtree(subject.i if subject else 0))


def _is_cause(parse: Parse, token: Token) -> bool:
    """Return whether a word is an accident, or may be one by the words beside it or those of the report."""
    if token.pos in ("VERB", "AUX"):
        sure = token.lemma in _words("accident", "verbs")
    else:
        sure = bool(_forms(token) & _words("accident", "causes"))
    if sure or not _forms(token) & _words("accident", "open"):
        return sure
    if sentence_words(parse, token.i) & _words("accident", "works"):
        return True
    return bool(_forms(token) & _words("accident", "unclear")) and _is_report_of_a_blast(parse)


def _drop_unnamed_mode(parse: Parse, draft: ClaimDraft, head: Token) -> ClaimDraft:
    """Drop the mode of a general trigger ("killed") that no word of the sentence names."""
    event = draft.event
    if event.mode not in read_codebook("corrections")["modes"].get(event.type, ()):
        return draft
    inside = parse.tokens_in(draft.trigger.start, draft.trigger.end)
    general = _words("modes", "general")
    if not all(_forms(parse.tokens[i]) & general or parse.tokens[i].pos not in _CONTENT_TAGS for i in inside):
        return draft
    stems = _stems_of_sentence(parse, parse.sentence_index(head.i))
    named = any(f" {phrase} " in stems for phrase in _mode_phrases(event.type, event.mode))
    return draft if named else replace(draft, event=replace(event, mode=""))


def _complete_names(parse: Parse, draft: ClaimDraft, head: Token) -> ClaimDraft:
    """Let an actor or recipient that ends inside a name ("the United") end behind it."""
    event = draft.event

    def complete(span: Span) -> Span:
        inside = parse.tokens_in(span.start, span.end)
        last = parse.tokens[inside[-1]] if inside else None
        if last is None or last.pos != "PROPN" or last.dep != "compound" or last.i < head.i < last.head:
            return span
        name = parse.tokens[last.i : last.head + 1]
        if not name or head.i == last.head or any(token.pos != "PROPN" for token in name):
            return span
        return Span.of(parse.text, span.start, name[-1].end)

    actors, recipients = (tuple(map(complete, spans)) for spans in (event.actors, event.recipients))
    return replace(draft, event=replace(event, actors=actors, recipients=recipients))


# Parts of speech of words that can name a mode.
_CONTENT_TAGS = frozenset({"NOUN", "PROPN", "VERB", "ADJ"})


def _take_mode_of_spelling(parse: Parse, draft: ClaimDraft, head: Token) -> ClaimDraft:
    """Give a word with a hyphen the mode of the word without: "cease-fire" that of "ceasefire"."""
    text = draft.trigger.text.lower()
    if text not in _words("spellings", "hyphenated"):
        return draft
    joined = re.sub(r"\W+", "", text)
    by_mode = read_codebook("triggers").get(draft.event.type, {})
    named = [mode for mode, by_pos in by_mode.items() if any(joined in words for words in by_pos.values())]
    mode = next((mode for mode in named if mode != "-"), draft.event.mode)
    return replace(draft, event=replace(draft.event, mode=mode))


@cache
def _mode_phrases(type_: str, mode: str) -> tuple[str, ...]:
    """Return the words and phrases that name a mode, in stems."""
    by_pos = read_codebook("triggers").get(type_, {}).get(mode, {})
    entries = [entry for words in by_pos.values() for entry in words]
    entries += read_codebook("corrections")["modes"].get(type_, {}).get(mode, ())
    return tuple(" ".join(stem(word) for word in entry.split()) for entry in entries)


_RULES: tuple[Callable[[Parse, ClaimDraft, Token], ClaimDraft], ...] = (
    _correct_naming,
    _correct_signing,
    _correct_call,
    _correct_accident,
    _drop_unnamed_mode,
    _take_mode_of_spelling,
    _complete_names,
)
