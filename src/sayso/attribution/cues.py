"""Cues in the parse: reporting verbs, "according to", hearsay, headlines (fast tier)."""

from collections.abc import Iterator, Mapping, Sequence

from sayso.attribution.cue_matches import CueMatch, content_spans, noun_phrase, trim
from sayso.attribution.tolls import toll_match
from sayso.codebook import word_set
from sayso.model import Parse, Sentence, Token
from sayso.model.quotations import Quotation, overlapping

__all__ = ["find_cues"]

_SUBJECT = ("nsubj", "nsubjpass", "csubj")
_COMPLEMENT = ("ccomp", "xcomp", "pcomp")
# A headline's source is short: "Iraqi MP: ...".
_MAX_HEADLINE_SOURCE = 6
# Verbs above a verb that are searched for its subject.
_MAX_STEPS = 12


def find_cues(parse: Parse, quotations: tuple[Quotation, ...]) -> list[CueMatch]:
    """Find the attributions whose cue can be seen, in text order of their cues."""
    matches: list[CueMatch] = []
    for token in parse.tokens:
        if token.lower == "according":
            matches.extend(_according(parse, token))
        elif token.pos in ("VERB", "AUX"):
            matches.extend(_verb_matches(parse, token, quotations))
        elif token.lower in word_set("cues", "words", "hearsay"):
            matches.extend(_hearsay_adverb(parse, token))
    by_cue: dict[int, int] = {}
    for n, match in enumerate(matches):
        by_cue.setdefault(match.cue_head, n)
    for token in parse.tokens:
        if token.lemma in word_set("cues", "verbs", "relays"):
            for match in _quoting(parse, token, matches, by_cue):
                by_cue.setdefault(match.cue_head, len(matches))
                matches.append(match)
    begun = frozenset(match.cue[0] for match in matches)
    for sentence in parse.sentences:
        matches.extend(_headline(parse, sentence, begun))
    relayed = {match.cue_head for match in matches if match.inside is not None}
    kept = (match for match in matches if match.inside is not None or match.cue_head not in relayed)
    return sorted(kept, key=lambda match: (match.cue, match.content))


def _verb_matches(parse: Parse, token: Token, quotations: tuple[Quotation, ...]) -> Iterator[CueMatch]:
    lemma = token.lemma
    toll = toll_match(parse, token)
    if toll is not None:
        yield toll
        return
    if lemma in word_set("cues", "verbs", "relays") and _below_as(parse, token) is not None:
        yield from _relay(parse, token)
        return
    if lemma in word_set("cues", "verbs", "hearsay") and parse.child(token.i, "nsubjpass"):
        yield from _hearsay_passive(parse, token)
        return
    if lemma in word_set("cues", "verbs", "appearing") and parse.child(token.i, "xcomp", "ccomp", "oprd"):
        yield from _complement_match(parse, token, None)
        return
    source = _source_of(parse, token)
    if lemma in word_set("cues", "verbs", "speech"):
        yield from _speech(parse, token, source, quotations)
    elif lemma in word_set("cues", "verbs", "with_complement") and source is not None:
        yield from _complement_match(parse, token, source)


def _source_of(parse: Parse, token: Token, steps: int = _MAX_STEPS) -> tuple[int, int] | None:
    """Return the source: subject, agent of a passive, or the subject shared with a verb above."""
    agent = parse.child(token.i, "agent")
    if agent is not None:
        by = parse.child(agent.i, "pobj")
        return noun_phrase(parse, by.i) if by else None
    subject = parse.child(token.i, "nsubj")
    if subject is not None and subject.tag not in ("WDT", "WP"):
        return noun_phrase(parse, subject.i)
    if subject is not None:
        return noun_phrase(parse, parse.tokens[token.head].i) if token.dep == "relcl" else None
    shares = token.dep in ("conj", "advcl", "xcomp", "pcomp", "dep", "parataxis")
    if token.dep == "advcl" and token.tag == "VBN" and not parse.child(token.i, "aux"):
        return None  # "Asked about the deal, the minister said ...": somebody else asked
    if shares and token.head != token.i and steps:
        above = parse.tokens[token.head]
        if above.pos in ("VERB", "AUX") and not parse.child(token.i, "nsubjpass"):
            return _source_of(parse, above, steps - 1)
        if above.pos == "ADP" and above.head != above.i:
            return _source_of(parse, parse.tokens[above.head], steps - 1)
    if token.dep == "acl" and token.tag == "VBG":
        return noun_phrase(parse, token.head)
    return None


def _cue_range(parse: Parse, token: Token) -> tuple[int, int]:
    """Return the tokens of a verb with the particle or "by" right after it."""
    last = token.i + 1
    following = parse.child(token.i, "prt", "agent")
    if following is not None and following.i == last:
        last += 1
    return token.i, last


def _speech(
    parse: Parse, token: Token, source: tuple[int, int] | None, quotations: tuple[Quotation, ...]
) -> Iterator[CueMatch]:
    """Give the match of a reporting verb with a clause, a quotation, or inside its content."""
    cue = _cue_range(parse, token)
    own = {*range(*cue), *(range(*source) if source else ())}
    pieces = _clause_content(parse, token, own)
    pieces = _with_quotations(parse, token, own, pieces, quotations)
    if not pieces:
        if token.lemma in word_set("cues", "verbs", "with_clause"):
            return
        pieces = _object_content(parse, token, own)
    if not pieces or (source is None and token.lemma in word_set("cues", "verbs", "with_clause")):
        return
    yield CueMatch(source=source, cue=cue, cue_head=token.i, content=pieces)


def _clause_content(parse: Parse, token: Token, own: set[int]) -> tuple[tuple[int, int], ...]:
    clause = parse.child(token.i, "ccomp")
    if clause is None and (
        token.lemma not in word_set("cues", "verbs", "with_clause")
        or token.lemma in word_set("cues", "verbs", "with_infinitive")
    ):
        clause = parse.child(token.i, "xcomp")
    if clause is None:
        clause = _clause_of_noun(parse, token)
    if clause is not None and not _is_coordinated_cue(parse, token, clause):
        return content_spans(parse, parse.subtree(clause.i), own | _following_cues(parse, token, clause))
    if token.dep == "parataxis" or (
        token.dep == "ccomp" and parse.child(token.i, "nsubj") and _is_inserted(parse, token)
    ):
        around = parse.subtree(token.head)
        return content_spans(parse, around, set(parse.subtree(token.i)))
    return ()


def _clause_of_noun(parse: Parse, token: Token) -> Token | None:
    """Return the clause that the parser hangs on a noun of speech: "said in a statement that ..."."""
    for preposition in parse.children(token.i, "prep"):
        noun = parse.child(preposition.i, "pobj")
        if noun is not None and noun.lemma in word_set("cues", "words", "nouns"):
            clauses = parse.children(noun.i, "acl", "ccomp", "relcl")
            return next((clause for clause in clauses if _has_conjunction(parse, clause)), None)
    return None


def _has_conjunction(parse: Parse, clause: Token) -> bool:
    """Return True if "that" opens a clause and is not its subject."""
    opening = (child for child in parse.children(clause.i) if child.lower == "that")
    return any(child.i < clause.i and child.dep not in _SUBJECT for child in opening)


def _is_coordinated_cue(parse: Parse, token: Token, clause: Token) -> bool:
    """Return True if the clause is the reporting verb above ("X left, they said, adding ...")."""
    return clause.i < token.i and clause.lemma in word_set("cues", "verbs", "speech") and token.dep == "advcl"


def _following_cues(parse: Parse, token: Token, clause: Token) -> set[int]:
    """Return the tokens below a verb that belong to later cues of their own ("..., adding that ...")."""
    return {i for child in parse.children(token.i, "advcl", "conj") for i in parse.subtree(child.i)} - {
        clause.i
    }


def _is_inserted(parse: Parse, token: Token) -> bool:
    """Return True if a reporting verb stands between commas inside another clause."""
    inside = parse.subtree(token.i)
    before = parse.tokens[inside[0] - 1] if inside[0] else None
    return before is not None and before.lower == "," and len(inside) <= 12


def _with_quotations(
    parse: Parse,
    token: Token,
    own: set[int],
    pieces: tuple[tuple[int, int], ...],
    quotations: tuple[Quotation, ...],
) -> tuple[tuple[int, int], ...]:
    """Join the quotations that touch the cue's sentence and hold none of its own words."""
    sentence = parse.sentence_of(token.i)
    start, end = parse.tokens[sentence.first].start, parse.tokens[sentence.last - 1].end
    own_characters = [(parse.tokens[i].start, parse.tokens[i].end) for i in own]
    near = [
        (quotation.start, quotation.end)
        for quotation in overlapping(quotations, start, end)
        if not any(quotation.start < b and a < quotation.end for a, b in own_characters)
        and _is_long(parse.text[quotation.start : quotation.end])
    ]
    if not near or any(start_ < a and b < end_ for a, b in near for start_, end_ in pieces):
        return pieces
    if pieces and not any(a < end_ and start_ < b for a, b in near for start_, end_ in pieces):
        near = [span for span in near if _is_nearest(parse, token, span) and _is_own(parse, token, span)]
    return _merge(parse.text, [*pieces, *near])


def _is_long(text: str) -> bool:
    """Return True for three words or more: fewer in quotation marks are a name or a doubt, not speech."""
    return len(text.split()) >= 3


def _is_nearest(parse: Parse, token: Token, piece: tuple[int, int]) -> bool:
    """Return True if only the source and a few words stand between a quotation and its cue."""
    gap = parse.text[min(piece[1], token.end) : max(piece[0], token.start)]
    return len(gap) <= 60


def _is_own(parse: Parse, token: Token, piece: tuple[int, int]) -> bool:
    """Return False for a quotation of the cue before: "“We left,” the mayor said, adding that ..."."""
    above = parse.tokens[token.head]
    follows = token.dep in ("advcl", "conj") and above.lemma in word_set("cues", "verbs", "speech")
    return not follows or piece[0] > above.start


def _merge(text: str, pieces: list[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Join pieces that overlap or touch."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(pieces):
        if merged and start <= merged[-1][1] + 1:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return tuple(trim(text, start, end) for start, end in merged)


def _object_content(parse: Parse, token: Token, own: set[int]) -> tuple[tuple[int, int], ...]:
    complement = parse.child(token.i, "dobj", "oprd", "acomp")
    return content_spans(parse, parse.subtree(complement.i), own) if complement is not None else ()


def _complement_match(parse: Parse, token: Token, source: tuple[int, int] | None) -> Iterator[CueMatch]:
    """ "accused X of ...", "urged X to ...", "seems to ...": the complement is the content."""
    cue = _cue_range(parse, token)
    below = parse.children(token.i, *_COMPLEMENT, "dobj", "prep", "oprd", "acomp")
    tokens = sorted({i for child in below for i in parse.subtree(child.i)})
    own = {*range(*cue), *(range(*source) if source else ())}
    pieces = content_spans(parse, [i for i in tokens if i > token.i], own)
    if pieces:
        yield CueMatch(source=source, cue=cue, cue_head=token.i, content=_merge(parse.text, list(pieces)))


def _relay(parse: Parse, token: Token) -> Iterator[CueMatch]:
    """ "X was quoted by Y as saying", "Y quoted X as saying": Y relays, X speaks."""
    passive = parse.child(token.i, "nsubjpass")
    speaker = passive if passive is not None else parse.child(token.i, "dobj")
    relayer = _source_of(parse, token)
    saying = _below_as(parse, token)
    tokens = _content_tokens(parse, saying) if saying is not None else []
    pieces = content_spans(parse, tokens or _content_tokens(parse, token), set())
    if not pieces or relayer is None or speaker is None:
        return
    helper = parse.child(token.i, "auxpass")
    first = helper.i if helper is not None and helper.i == token.i - 1 else token.i
    cue = (first, _cue_range(parse, token)[1])
    yield CueMatch(source=relayer, cue=cue, cue_head=token.i, content=pieces)
    inner = (saying.i, saying.i + 1) if saying is not None else cue
    yield CueMatch(
        source=noun_phrase(parse, speaker.i), cue=inner, cue_head=inner[0], content=pieces, inside=token.i
    )


def _quoting(
    parse: Parse, token: Token, matches: Sequence[CueMatch], by_cue: Mapping[int, int]
) -> Iterator[CueMatch]:
    """ "Yonhap, quoting KCNA, said": KCNA says it, Yonhap relays."""
    quoted = parse.child(token.i, "dobj")
    if token.tag != "VBG" or quoted is None:
        return
    above = {token.head, parse.tokens[token.head].head} - {token.i}
    n = min((by_cue[i] for i in above if i in by_cue), default=None)
    if n is not None:
        yield CueMatch(
            source=noun_phrase(parse, quoted.i),
            cue=(token.i, token.i + 1),
            cue_head=token.i,
            content=matches[n].content,
            inside=matches[n].cue_head,
        )


def _below_as(parse: Parse, token: Token) -> Token | None:
    """Return "saying" in "quoted by Y as saying", wherever the parser attached the "as"."""
    below = (parse.tokens[i] for i in parse.subtree(token.i) if i > token.i)
    speech = word_set("cues", "verbs", "speech")
    return next((verb for verb in below if verb.tag == "VBG" and verb.lemma in speech), None)


def _content_tokens(parse: Parse, token: Token) -> list[int]:
    clause = parse.child(token.i, "ccomp")
    return parse.subtree(clause.i) if clause is not None else []


def _hearsay_passive(parse: Parse, token: Token) -> Iterator[CueMatch]:
    """ "is believed to ...", "it was reported that ...": nobody is named, or the agent is."""
    clause = parse.child(token.i, "xcomp", "ccomp")
    if clause is None:
        return
    helper = parse.child(token.i, "auxpass")
    cue = (
        (helper.i, token.i + 1) if helper is not None and helper.i == token.i - 1 else (token.i, token.i + 1)
    )
    subject = parse.child(token.i, "nsubjpass")
    tokens = parse.subtree(clause.i)
    if subject is not None and subject.lower != "it":
        tokens = sorted({*tokens, *parse.subtree(subject.i)})
    source = _source_of(parse, token) if parse.child(token.i, "agent") else None
    pieces = content_spans(parse, tokens, set(range(*cue)))
    if pieces:
        yield CueMatch(source=source, cue=cue, cue_head=token.i, content=pieces)


def _according(parse: Parse, token: Token) -> Iterator[CueMatch]:
    """ "according to X, ...": the clause it hangs on is the content."""
    to = parse.child(token.i, "prep")
    named = parse.child(to.i, "pobj") if to is not None else None
    if to is None or named is None:
        return
    own = set(parse.subtree(token.i))
    sentence = parse.sentence_of(token.i)
    clause = _clause_of(parse, token)
    tokens = parse.subtree(clause) if clause is not None else list(range(sentence.first, sentence.last))
    pieces = content_spans(parse, tokens, own)
    if pieces:
        yield CueMatch(
            source=noun_phrase(parse, named.i), cue=(token.i, to.i + 1), cue_head=token.i, content=pieces
        )


def _clause_of(parse: Parse, token: Token) -> int | None:
    """Return the verb of the clause that a phrase depends on."""
    for above in parse.ancestors(token.i):
        if above.pos in ("VERB", "AUX"):
            return above.i
    return None


def _hearsay_adverb(parse: Parse, token: Token) -> Iterator[CueMatch]:
    """ "reportedly": the clause is somebody's word, unsaid whose."""
    clause = _clause_of(parse, token)
    if clause is None:
        return
    pieces = content_spans(parse, parse.subtree(clause), {token.i})
    if pieces:
        yield CueMatch(
            source=None,
            cue=(token.i, token.i + 1),
            cue_head=token.i,
            content=_merge(parse.text, list(pieces)),
        )


def _headline(parse: Parse, sentence: Sentence, begun: frozenset[int]) -> Iterator[CueMatch]:
    """ "Iraqi MP: US troops pull-out under way"."""
    if not sentence.headline:
        return
    for i in range(sentence.first + 1, min(sentence.last - 2, sentence.first + _MAX_HEADLINE_SOURCE + 1)):
        if parse.tokens[i].text != ":":
            continue
        if not _can_speak(parse, range(sentence.first, i)):
            return
        rest = (parse.tokens[i + 1].start, parse.tokens[sentence.last - 1].end)
        if begun.isdisjoint(range(sentence.first, i + 1)):
            yield CueMatch(source=(sentence.first, i), cue=(i, i + 1), cue_head=i, content=(rest,))
        return


def _can_speak(parse: Parse, tokens: range) -> bool:
    """Return True if the words before a headline's colon name a person, official, outlet or document."""
    lemmas = {form for i in tokens for form in (parse.tokens[i].lemma, parse.tokens[i].lower)}
    known = ("media", "official", "organization", "group")
    if any(lemmas & word_set("sources", kind) for kind in known):
        return True
    named = ("PERSON", "ORG", "GPE", "NORP")
    return any(name.label in named for name in parse.names_in(tokens.start, tokens.stop))
