"""Fields of claims, attributions and commitments that a person may correct, and parsers of their values.

A value is plain words where that is enough (PROTEST, an actor's words as they stand in the text), or JSON as
in the record format. A value that points to words must find them in the text: no span, no record.
"""

from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from typing import Any, NamedTuple

import msgspec

from sayso.codebook import read_codebook
from sayso.errors import UsageError
from sayso.model import (
    Attribution,
    Certainty,
    Claim,
    Commitment,
    Entity,
    NamedEntity,
    Participant,
    SourceKind,
    Span,
    Status,
    Strength,
    Style,
    Toponym,
)
from sayso.record.rows import Found
from sayso.record.serialization import Rest, to_json

__all__ = [
    "FIELDS",
    "AnnotatedText",
    "anchor_of",
    "apply_correction",
    "move_value",
    "parse_value",
    "value_of",
]


class AnnotatedText(NamedTuple):
    """A report's text with the other spans of its reading, for values of corrections."""

    text: str
    rest: Rest


_Parser = Callable[[str, Any, AnnotatedText], Any]
_YES, _NO = ("true", "yes", "1"), ("false", "no", "0")


def _choice_of(choices: type[StrEnum]) -> _Parser:
    def parse(value: str, _: Any, __: AnnotatedText) -> str:  # noqa: ANN401 - any record
        known = [choice.value for choice in choices]
        if value.strip().lower() not in known:
            raise UsageError(f"{value!r} is not among the values", help=f"one of {', '.join(known)}")
        return value.strip().lower()

    return parse


def _event_type(value: str, _: Any, __: AnnotatedText) -> str:  # noqa: ANN401 - any record
    known = read_codebook("plover")
    if value.strip().upper() not in known:
        raise UsageError(f"{value!r} is no event type", help=f"one of {', '.join(sorted(known))}")
    return value.strip().upper()


def _modes(value: str, found: Any, _: AnnotatedText) -> list[str]:  # noqa: ANN401 - any record
    kind = found.event.type
    return _chosen(value, f"mode of {kind}", read_codebook("plover").get(kind, {}).get("modes", []))


def _contexts(value: str, _: Any, __: AnnotatedText) -> list[str]:  # noqa: ANN401 - any record
    return _chosen(value, "context", [context.replace("_", " ") for context in read_codebook("contexts")])


def _chosen(value: str, field: str, choices: Sequence[str]) -> list[str]:
    """Return the values of a list with commas, or in JSON, as the codebook spells them."""
    known = {_bare(choice): choice for choice in choices}
    listed = _json(value, list[str]) if value.lstrip().startswith("[") else value.split(",")
    values = [name for name in listed if name.strip()]
    for name in values:
        if _bare(name) not in known:
            there = f"one of {', '.join(choices)}" if choices else "there is none"
            raise UsageError(f"{name.strip()!r} is no {field}", help=there)
    return list(dict.fromkeys(known[_bare(name)] for name in values))


def _bare(value: str) -> str:
    return value.strip().casefold().replace("-", " ").replace("_", " ")


def _truth(value: str, _: Any, __: AnnotatedText) -> bool:  # noqa: ANN401 - any record
    bare = value.strip().lower()
    if bare not in (*_YES, *_NO):
        raise UsageError(f"{value!r} is neither true nor false")
    return bare in _YES


def _participants(value: str, found: Any, annotated: AnnotatedText) -> Any:  # noqa: ANN401 - any record
    if value.lstrip().startswith("["):
        people = _json(value, tuple[Participant, ...])
        return _builtin([_checked(participant, annotated) for participant in people])
    return _builtin(
        [_participant(words.strip(), found, annotated) for words in value.split(";") if words.strip()]
    )


def _debtor(value: str, found: Any, annotated: AnnotatedText) -> Any:  # noqa: ANN401 - any record
    return next(iter(_participants(value, found, annotated)), None)


def _participant(words: str, found: Any, annotated: AnnotatedText) -> Participant:  # noqa: ANN401 - any record
    span = _find(words, found, annotated)
    entity = _entity_at(span, annotated.rest.entities)
    return Participant(start=span.start, end=span.end, text=span.text, entity=entity)


def _entity_at(span: Span, entities: tuple[NamedEntity, ...]) -> Entity | None:
    """Return the entity of the longest mention inside a span."""
    inside = [
        (mention, entity) for entity in entities for mention in entity.mentions if span.contains(mention)
    ]
    if not inside:
        return None
    return max(inside, key=lambda pair: pair[0].end - pair[0].start)[1].entity()


def _words_of_text(value: str, found: Any, annotated: AnnotatedText) -> Any:  # noqa: ANN401 - any record
    if value.lstrip().startswith("["):
        return _builtin([_checked(span, annotated) for span in _json(value, tuple[Span, ...])])
    words = (part.strip() for part in value.split(";"))
    return _builtin([_find(part, found, annotated) for part in words if part])


def _places(value: str, found: Any, annotated: AnnotatedText) -> Any:  # noqa: ANN401 - any record
    if value.lstrip().startswith("["):
        return _builtin([_checked(place, annotated) for place in _json(value, tuple[Toponym, ...])])
    return _builtin([_place(words.strip(), found, annotated) for words in value.split(";") if words.strip()])


def _place(words: str, found: Any, annotated: AnnotatedText) -> Toponym:  # noqa: ANN401 - any record
    wanted = words.casefold()
    named = [
        toponym
        for toponym in annotated.rest.toponyms
        if wanted in (toponym.text.casefold(), toponym.name.casefold())
    ]
    if named:
        return min(named, key=lambda toponym: abs(toponym.start - anchor_of(found).start))
    span = _find(words, found, annotated)
    return Toponym(start=span.start, end=span.end, text=span.text, name=span.text)


def _value(value: str, _: Any, annotated: AnnotatedText) -> Any:  # noqa: ANN401 - JSON
    return _checked_builtin(_json(value, Any), annotated)


def _checked_builtin(value: Any, annotated: AnnotatedText) -> Any:  # noqa: ANN401 - JSON
    """Return the value; raises `UsageError` if one of its spans does not match the text."""
    for element in value if isinstance(value, list) else [value]:
        if isinstance(element, dict) and {"start", "end", "text"} <= element.keys():
            _checked(
                msgspec.convert({key: element[key] for key in ("start", "end", "text")}, Span), annotated
            )
    return value


def _checked(span: Any, annotated: AnnotatedText) -> Any:  # noqa: ANN401 - any span
    if annotated.text[span.start : span.end] != span.text:
        raise UsageError(f"{span.text!r} does not stand at {span.start} in the report")
    return span


def _find(words: str, found: Any, annotated: AnnotatedText) -> Span:  # noqa: ANN401 - any record
    """Return the span of the words in the claim's sentence, else their first in the report."""
    sentence = getattr(found, "sentence", None)
    start = annotated.text.find(words, sentence.start, sentence.end) if sentence else -1
    if start < 0:
        start = annotated.text.find(words)
    if start < 0:
        raise UsageError(
            f"the report does not hold the words {words!r}", help="give them as they stand in the text"
        )
    return Span.of(annotated.text, start, start + len(words))


def move_value(found: Found, value: str, text: str) -> str | None:
    """Return a corrected value with its spans moved to another text; None if their words are not in it."""
    try:
        return to_json(_move(msgspec.json.decode(value), found, AnnotatedText(text, Rest())))
    except UsageError:
        return None


def _move(value: Any, found: Found, annotated: AnnotatedText) -> Any:  # noqa: ANN401 - JSON
    if isinstance(value, list):
        return [_move(element, found, annotated) for element in value]
    if not isinstance(value, dict):
        return value
    moved = {key: _move(element, found, annotated) for key, element in value.items()}
    if {"start", "end", "text"} <= moved.keys():
        moved |= msgspec.to_builtins(_find(moved["text"], found, annotated))
    return moved


def anchor_of(found: Found) -> Span:
    """Return the span that a key is made from: trigger, cue or deed."""
    if isinstance(found, Claim):
        return found.trigger
    if isinstance(found, Commitment):
        return found.deed
    return (found.cue or found.source or found.content)[0]


def _json(value: str, kind: Any) -> Any:  # noqa: ANN401 - JSON
    try:
        return msgspec.json.decode(value, type=kind)
    except msgspec.MsgspecError as error:
        raise UsageError(f"{value[:60]!r} is not the JSON that is needed: {error}") from error


def _builtin(value: Any) -> Any:  # noqa: ANN401 - JSON
    return msgspec.to_builtins(value)


# Field, where it stands in the record, and how its value is read.
FIELDS: Mapping[type, Mapping[str, tuple[tuple[str, ...], _Parser]]] = {
    Claim: {
        "type": (("event", "type"), _event_type),
        "mode": (("event", "mode"), _modes),
        "context": (("event", "context"), _contexts),
        "status": (("status",), _choice_of(Status)),
        "negated": (("negated",), _truth),
        "certainty": (("certainty",), _choice_of(Certainty)),
        "hedge": (("hedge",), _words_of_text),
        "actors": (("actors",), _participants),
        "recipients": (("recipients",), _participants),
        "places": (("places",), _places),
        "time": (("time",), _value),
        "quantities": (("quantities",), _value),
        "object": (("object",), _value),
    },
    Attribution: {
        "source_kind": (("source_kind",), _choice_of(SourceKind)),
        "source_entity": (("source_entity",), _value),
        "style": (("style",), _choice_of(Style)),
    },
    Commitment: {
        "debtor": (("debtor",), _debtor),
        "strength": (("strength",), _choice_of(Strength)),
        "due": (("due",), _value),
    },
}


def parse_value(found: Found, field: str, value: str, annotated: AnnotatedText) -> str:
    """Parse a corrected value and return it as JSON; raises `UsageError` if it is not valid for the field."""
    known = FIELDS[type(found)]
    if field not in known:
        kind = type(found).__name__.lower()
        raise UsageError(f"a {kind} has no field {field!r} to correct", help=f"one of {', '.join(known)}")
    written = to_json(known[field][1](value, found, annotated))
    apply_correction(found, field, written)
    return written


def value_of(found: Found, field: str) -> str:
    """Return the value of a field as JSON."""
    value: Any = msgspec.to_builtins(found)
    for step in FIELDS[type(found)][field][0]:
        value = value[step]
    return to_json(value)


def apply_correction(found: Found, field: str, value: str) -> Found:
    """Return the record with one field changed; raises `UsageError` if the value does not fit."""
    whole = msgspec.to_builtins(found)
    *outer, last = FIELDS[type(found)][field][0]
    inside = whole
    for step in outer:
        inside = inside[step]
    inside[last] = msgspec.json.decode(value)
    try:
        changed: Found = msgspec.convert(whole, type(found))
    except msgspec.ValidationError as error:
        raise UsageError(f"{value[:60]} does not fit {field}: {error}") from error
    return changed
