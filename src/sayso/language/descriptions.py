"""Noun phrases with "the" that stand for a name ("the foreign secretary", "the group", "the Court")."""

from bisect import bisect_left, bisect_right
from collections import Counter

from sayso.gazetteer import find_country
from sayso.gazetteer.words import words_of
from sayso.language.antecedents import Candidate
from sayso.model import Parse, Token

__all__ = ["Names", "describe", "description_start"]

_KINDS = ("group", "organization", "outlet", "country", "place")
# A name is looked for among so many before or behind; the most in a report, of 34,000 characters, are 648.
_MAX_NAMES = 1_000
# ... and by its kind, in so many sentences before.
_REACH = 4


class Names:
    """The names of a text, for descriptions to be looked up among those before and behind."""

    def __init__(self, parse: Parse, candidates: list[Candidate]) -> None:
        self._candidates = candidates
        self._firsts = [one.first for one in candidates]
        self.posts = frozenset(post for one in candidates for post in one.posts)
        self.last_words = frozenset(
            parse.tokens[one.last - 1].lower for one in candidates if one.last - one.first > 1
        )

    def before(self, i: int) -> list[Candidate]:
        """The names that end by token `i`, in order."""
        stop = bisect_left(self._firsts, i)
        return [one for one in self._candidates[max(0, stop - _MAX_NAMES) : stop] if one.last <= i]

    def behind(self, i: int) -> list[Candidate]:
        """The names that begin after token `i`, in order."""
        start = bisect_right(self._firsts, i)
        return self._candidates[start : start + _MAX_NAMES]


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


def describe(parse: Parse, token: Token, first: int, names: Names, counts: Counter[str]) -> Candidate | None:
    """The name that a description from `first` to its head `token` stands for, or None."""
    words = [parse.tokens[i].lower for i in range(first + 1, token.i)]
    told = not names.posts.isdisjoint((token.lemma, token.lower))
    chosen = _told_so(token, words, names.before(first)) if told else None
    if chosen is None and token.lower in names.last_words:
        chosen = _ends_so(parse, token, names.before(first))
    if chosen is not None:
        return chosen
    if token.lemma in words_of("descriptions", "person") or token.lower in words_of("descriptions", "person"):
        chosen = _told_so(token, words, names.behind(token.i)[::-1]) if told else None
        return chosen or _only_person(parse, token, names.before(first), counts)
    kinds = _kinds(token)
    if not kinds or any(find_country(word) for word in words):
        return None
    return _of_kind(parse, token, kinds, names.before(first), counts)


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
    parse: Parse, token: Token, before: list[Candidate], counts: Counter[str]
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


def _kinds(token: Token) -> list[str]:
    """The kinds of names that a noun stands for."""
    return [
        kind for kind in _KINDS if not words_of("descriptions", kind).isdisjoint((token.lemma, token.lower))
    ]


def _of_kind(
    parse: Parse, token: Token, kinds: list[str], before: list[Candidate], counts: Counter[str]
) -> Candidate | None:
    """The last name of one of `kinds`; of countries and places the one most told of."""
    sentence = parse.sentence_index(token.i)
    near = [
        one
        for one in before[bisect_left(before, sentence - _REACH, key=lambda one: one.sentence) :]
        if ("organization" if one.kind == "office" else one.kind) in kinds
        and parse.tokens[one.head].dep not in ("amod", "compound", "nmod")
    ]
    if not near:
        return None
    if near[-1].kind in ("country", "place"):
        return max(near, key=lambda one: (counts[one.thing], one.first))
    return near[-1]
