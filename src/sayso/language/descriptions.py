"""Definite noun phrases that refer to a name ("the foreign secretary", "the group", "the Court")."""

from bisect import bisect_left, bisect_right
from collections import Counter

from sayso.gazetteer import find_country
from sayso.gazetteer.words import words_of
from sayso.language.antecedents import Candidate
from sayso.model import Parse, Token

__all__ = ["Names", "describe", "description_start"]

_KINDS = ("group", "organization", "outlet", "country", "place")
# Names searched before or after a description; the most in a report, of 34,000 characters, are 648.
_MAX_NAMES = 1_000
# Sentences before a description that are searched for a name of its kind.
_REACH = 4
# Letters of the longest acronym; longer words in capitals stand in datelines.
_ACRONYM = 5


class Names:
    """Index of the names of a text by position, and of their posts and last words."""

    def __init__(self, parse: Parse, candidates: list[Candidate]) -> None:
        self._candidates = candidates
        self._firsts = [candidate.first for candidate in candidates]
        self.posts = frozenset(post for candidate in candidates for post in candidate.posts)
        self.last_words = frozenset(
            parse.tokens[candidate.last - 1].lower
            for candidate in candidates
            if candidate.last - candidate.first > 1
        )

    def before(self, i: int) -> list[Candidate]:
        """Return the names that end by token `i`, in order."""
        stop = bisect_left(self._firsts, i)
        return [
            candidate
            for candidate in self._candidates[max(0, stop - _MAX_NAMES) : stop]
            if candidate.last <= i
        ]

    def behind(self, i: int) -> list[Candidate]:
        """Return the names that begin after token `i`, in order."""
        start = bisect_right(self._firsts, i)
        return self._candidates[start : start + _MAX_NAMES]


def description_start(parse: Parse, token: Token) -> int | None:
    """Return the first token of a description with "the" or "this", None for any other noun phrase."""
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
    """Return the antecedent of a description from `first` to its head `token`, or None."""
    words = [parse.tokens[i].lower for i in range(first + 1, token.i)]
    names_post = not names.posts.isdisjoint((token.lemma, token.lower))
    chosen = _by_post(token, words, names.before(first)) if names_post else None
    if chosen is None and token.lower in names.last_words:
        chosen = _by_last_word(parse, token, names.before(first))
    if chosen is not None:
        return chosen
    if token.lemma in words_of("descriptions", "person") or token.lower in words_of("descriptions", "person"):
        chosen = _by_post(token, words, names.behind(token.i)[::-1]) if names_post else None
        return chosen or _only_person(parse, token, names.before(first), counts)
    kinds = _kinds(token)
    if not kinds or any(find_country(word) for word in words):
        return None
    return _of_kind(parse, token, kinds, names.before(first), counts)


def _by_post(token: Token, words: list[str], ordered: list[Candidate]) -> Candidate | None:
    """Return the last person whose posts include all words of the description."""
    for candidate in reversed(ordered):
        has_post = candidate.kind == "person" and (
            token.lemma in candidate.posts or token.lower in candidate.posts
        )
        if has_post and all(word in candidate.posts for word in words):
            return candidate
    return None


def _by_last_word(parse: Parse, token: Token, before: list[Candidate]) -> Candidate | None:
    """Return the last name of a body, of several words, that ends in the same word."""
    for candidate in reversed(before):
        last = parse.tokens[candidate.last - 1]
        if (
            candidate.kind not in ("person", "plural", "place")
            and candidate.last - candidate.first > 1
            and last.lower == token.lower
        ):
            return candidate
    return None


def _only_person(
    parse: Parse, token: Token, before: list[Candidate], counts: Counter[str]
) -> Candidate | None:
    """Return the person named twice as often as any other, if gender allows and the name is near."""
    gender = "f" if token.lemma in words_of("descriptions", "woman") else ""
    gender = gender or ("m" if token.lemma in words_of("descriptions", "man") else "")
    people = {candidate.entity: candidate for candidate in before if candidate.kind == "person"}
    ranked = sorted(people, key=lambda entity: -counts[entity])
    if not ranked or (len(ranked) > 1 and counts[ranked[0]] < 2 * counts[ranked[1]]):
        return None
    candidate = people[ranked[0]]
    near = parse.sentence_index(token.i) - candidate.sentence <= 3
    return candidate if near and candidate.gender in ("", gender or candidate.gender) else None


def _kinds(token: Token) -> list[str]:
    """Return the kinds of names that a noun can refer to."""
    return [
        kind for kind in _KINDS if not words_of("descriptions", kind).isdisjoint((token.lemma, token.lower))
    ]


def _of_kind(
    parse: Parse, token: Token, kinds: list[str], before: list[Candidate], counts: Counter[str]
) -> Candidate | None:
    """Return the last name of one of `kinds`; of countries and places the most frequent."""
    sentence = parse.sentence_index(token.i)
    near = [
        candidate
        for candidate in before[
            bisect_left(before, sentence - _REACH, key=lambda candidate: candidate.sentence) :
        ]
        if ("organization" if candidate.kind == "office" else candidate.kind) in kinds
        and parse.tokens[candidate.head].dep not in ("amod", "compound", "nmod")
        and _may_be_called(parse, token, candidate)
    ]
    if not near:
        return None
    if near[-1].kind in ("country", "place"):
        return max(near, key=lambda candidate: (counts[candidate.entity], candidate.first))
    return near[-1]


def _may_be_called(parse: Parse, token: Token, candidate: Candidate) -> bool:
    """Return False for a ministry, court or bank whose name is neither short nor holds that word."""
    if token.lemma not in words_of("descriptions", "institution"):
        return True
    words = [parse.tokens[i] for i in range(candidate.first, candidate.last)]
    named = token.lemma in candidate.entity.casefold() or any(
        word.lemma.lower() == token.lemma for word in words
    )
    return named or (len(words) == 1 and words[0].text.isupper() and len(words[0].text) <= _ACRONYM)
