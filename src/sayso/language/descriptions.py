"""Noun phrases with "the" that stand for a name ("the foreign secretary", "the group", "the Court")."""

from collections import Counter

from sayso.gazetteer import find_country
from sayso.gazetteer.words import words_of
from sayso.language.antecedents import Candidate
from sayso.model import Parse, Token

__all__ = ["describe", "description_start"]

_KINDS = ("group", "organization", "outlet", "country", "place")


def description_start(parse: Parse, token: Token) -> int | None:
    """Where a description with "the" or "this" begins, or None for any other noun phrase."""
    article = parse.child(token.i, "det")
    if article is None or article.lower not in ("the", "this", "that") or article.i > token.i:
        return None
    if parse.child(token.i, "relcl", "poss", "appos", "acl") is not None or token.dep == "compound":
        return None
    follower = parse.child(token.i, "prep")
    if follower is not None and follower.i == token.i + 1 and follower.lower in ("of", "for", "in"):
        return None
    return article.i if token.i - article.i <= 3 else None


def describe(
    parse: Parse,
    token: Token,
    first: int,
    around: tuple[list[Candidate], list[Candidate]],
    counts: Counter[str],
) -> Candidate | None:
    """The name that a description from `first` to its head `token` stands for, or None.

    `around` are the names before it and those behind it.
    """
    words = [parse.tokens[i].lower for i in range(first + 1, token.i)]
    before, later = around
    chosen = _told_so(token, words, before) or _ends_so(parse, token, before)
    if chosen is not None:
        return chosen
    if token.lemma in words_of("descriptions", "person") or token.lower in words_of("descriptions", "person"):
        return _told_so(token, words, later[::-1]) or _only_person(parse, token, words, before, counts)
    return _of_kind(parse, token, words, before, counts)


def _told_so(token: Token, words: list[str], ordered: list[Candidate]) -> Candidate | None:
    """The last of the names told to be what the description says, with all its words."""
    for one in reversed(ordered):
        told = one.kind == "person" and (token.lemma in one.posts or token.lower in one.posts)
        if told and all(word in one.posts for word in words):
            return one
    return None


def _ends_so(parse: Parse, token: Token, before: list[Candidate]) -> Candidate | None:
    """The last longer name of a body that ends in the same word."""
    for one in reversed(before):
        last = parse.tokens[one.last - 1]
        if (
            one.kind not in ("person", "plural", "place")
            and one.last - one.first > 1
            and last.lower == token.lower
        ):
            return one
    return None


def _only_person(
    parse: Parse, token: Token, words: list[str], before: list[Candidate], counts: Counter[str]
) -> Candidate | None:
    """The person the text is mostly about, if gender allows and nobody else is named nearly as often."""
    gender = "f" if token.lemma in words_of("descriptions", "woman") else ""
    gender = gender or ("m" if token.lemma in words_of("descriptions", "man") else "")
    people = {one.thing: one for one in before if one.kind == "person"}
    ranked = sorted(people, key=lambda thing: -counts[thing])
    if not ranked or (len(ranked) > 1 and counts[ranked[0]] < 2 * counts[ranked[1]]):
        return None
    one = people[ranked[0]]
    near = parse.sentence_index(token.i) - one.sentence <= 3
    return one if near and one.gender in ("", gender or one.gender) else None


def _of_kind(
    parse: Parse, token: Token, words: list[str], before: list[Candidate], counts: Counter[str]
) -> Candidate | None:
    """The last name of a kind that the noun stands for; of countries and places the one most told of."""
    kinds = [
        kind
        for kind in _KINDS
        if token.lemma in words_of("descriptions", kind) or token.lower in words_of("descriptions", kind)
    ]
    sentence = parse.sentence_index(token.i)
    near = [
        one
        for one in before
        if sentence - one.sentence <= 4
        and ("organization" if one.kind == "office" else one.kind) in kinds
        and parse.tokens[one.head].dep not in ("amod", "compound", "nmod")
    ]
    if not near or any(find_country(word) for word in words):
        return None
    if near[-1].kind in ("country", "place"):
        return max(near, key=lambda one: (counts[one.thing], one.first))
    return near[-1]
