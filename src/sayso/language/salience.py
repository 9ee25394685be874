"""Salience of a candidate antecedent of a pronoun.

A linear score over 24 features; the weights (`gazetteer/salience.toml`) were fitted by
`training/coreference/fit.py`.
"""

import math
import tomllib
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files

from sayso.gazetteer.words import words_of
from sayso.language.antecedents import Candidate, is_subject
from sayso.model import Parse, Token
from sayso.model.base import Struct

__all__ = ["FEATURES", "Scene", "features", "score"]

FEATURES = (
    "away",
    "here",
    "subject",
    "root_subject",
    "both_subjects",
    "gender",
    "again",
    "one_verb",
    "modifier",
    "own_speaker",
    "in_quote",
    "last_speaker",
    "in_content",
    "count",
    "object_of_subject",
    "newest",
    "early",
    "own_of_subject",
    "paragraph",
    "it_country",
    "it_place",
    "they_body",
    "they_people",
    "in_title",
)


class Scene(Struct, frozen=True, kw_only=True):
    """Context of a pronoun: the last antecedent of its kind, the last speaker, counts of mentions."""

    token: Token
    kind: str
    sentence: int
    quoted: bool
    last: str = ""
    speaker: str = ""
    newest: int = -1
    paragraph: int = 0
    counts: Mapping[str, int]


@lru_cache(maxsize=1)
def _weights() -> tuple[float, ...]:
    table = tomllib.loads(files("sayso.gazetteer").joinpath("salience.toml").read_text(encoding="utf-8"))
    return tuple(float(table["weights"].get(name, 0.0)) for name in FEATURES)


def score(parse: Parse, candidate: Candidate, scene: Scene, in_quote: bool) -> float:
    """Return the weighted sum of the features of a candidate for a pronoun."""
    return sum(
        weight * value
        for weight, value in zip(_weights(), features(parse, candidate, scene, in_quote), strict=True)
    )


def features(parse: Parse, candidate: Candidate, scene: Scene, in_quote: bool) -> tuple[float, ...]:
    """Return the features in the order of `FEATURES`; `in_quote` is True if the name is quoted."""
    head, token = parse.tokens[candidate.head], scene.token
    away = scene.sentence - candidate.sentence
    subject, pronoun_subject = is_subject(head), is_subject(token)
    verb = parse.tokens[head.head]
    says = (
        pronoun_subject
        and not scene.quoted
        and parse.tokens[token.head].lemma in words_of("coreference", "say")
    )
    return (
        float(min(away, 8)),
        float(away == 0),
        float(subject),
        float(subject and verb.dep == "ROOT"),
        float(subject and pronoun_subject),
        float(bool(candidate.gender) and candidate.gender == scene.kind),
        float(bool(scene.last) and scene.last == candidate.entity),
        float(away == 0 and head.head == token.head and head.i != token.head),
        float(head.dep in ("poss", "compound", "amod")),
        float(scene.quoted and subject and verb.lemma in words_of("coreference", "say") and away == 0),
        float(says and in_quote),
        float(says and bool(scene.speaker) and scene.speaker == candidate.entity),
        float(says and _is_content(parse, head)),
        math.log1p(scene.counts.get(candidate.entity, 0)),
        float(away == 0 and subject and not pronoun_subject and token.dep != "poss"),
        float(candidate.first == scene.newest),
        float(candidate.sentence <= 1),
        float(away == 0 and subject and token.dep == "poss"),
        float(candidate.paragraph == scene.paragraph),
        float(scene.kind == "it" and candidate.kind == "country"),
        float(scene.kind == "it" and candidate.kind == "place"),
        float(scene.kind == "they" and candidate.kind in ("organization", "office", "outlet", "group")),
        float(scene.kind == "they" and candidate.kind == "people"),
        float(parse.sentences[candidate.sentence].headline),
    )


def _is_content(parse: Parse, head: Token) -> bool:
    """Return True if a word stands in the clause of a verb of speech."""
    say = words_of("coreference", "say")
    below = head
    for above in parse.ancestors(head.i):
        if below.dep == "ccomp" and above.lemma in say:
            return True
        below = above
    return False
