"""The page of the public door, from the signatures and docstrings of what programs may import."""

import inspect
import re
from collections.abc import Callable, Iterator
from enum import StrEnum
from typing import Any

import msgspec

import sayso
from docs_site.writing import as_code, as_prose, make_head, make_table
from sayso import model
from sayso.record import Decision, Filters, Outcome, Page, Query, Store

__all__ = ["make_page"]

_INTRODUCTION = """
What Python programs may rely on: `sayso.read`, `sayso.render`, `sayso.Record`, the store and queries
behind it, the records of `sayso.model`, and the component `sayso` of spaCy pipelines. Everything else may
change from version to version. How to use it: [keep a record](../how-to/keep-a-record.md),
[notebooks](../how-to/notebooks.md).
"""
# Inner records, that no reading or row holds: they travel between the stages alone.
_INNER = {
    "Candidates",
    "Grounding",
    "Mint",
    "Pair",
    "Parse",
    "Sketch",
    "Token",
    "Sentence",
    "Name",
    "Coreference",
}


def make_page() -> str:
    """Functions, classes, then the records and choices of the model."""
    classes: list[tuple[str, type]] = [
        ("sayso.Record", sayso.Record),
        ("sayso.record.Store", Store),
        ("sayso.record.Query", Query),
        ("sayso.record.Page", Page),
        ("sayso.record.Decision", Decision),
        ("sayso.record.Outcome", Outcome),
        ("sayso.record.Filters", Filters),
    ]
    parts = [
        make_head("Python", "the code"),
        _INTRODUCTION.lstrip(),
        _describe_function("sayso.read", sayso.read),
        _describe_function("sayso.render", sayso.render),
        *(_describe_class(name, one) for name, one in classes),
        "## Making a report\n",
        _describe_function("sayso.model.make_report", model.make_report, level=3),
        "## The records of `sayso.model`\n",
        "In JSON a field has its own name, but `first` and `last` of a time are `from` and `to`."
        " [The record format](record-format.md) says what they mean.\n",
        *(_describe_class(name, one, level=3) for name, one in _records()),
        "## Closed choices of `sayso.model`\n",
        make_table(["choice", "values", "meaning"], _choices()),
    ]
    return "\n".join(parts)


def _records() -> Iterator[tuple[str, type]]:
    for name in model.__all__:
        one = getattr(model, name)
        if inspect.isclass(one) and issubclass(one, msgspec.Struct) and name not in _INNER:
            yield name, one


def _choices() -> Iterator[tuple[str, str, str]]:
    for name in model.__all__:
        one = getattr(model, name)
        if inspect.isclass(one) and issubclass(one, StrEnum):
            yield f"`{name}`", as_code(value.value for value in one), as_prose(inspect.getdoc(one) or "")


def _describe_function(name: str, function: Callable[..., Any], *, level: int = 2) -> str:
    return f"{'#' * level} `{name}`\n\n{_signature(name.rsplit('.')[-1], function)}\n\n{_doc(function)}\n"


def _describe_class(name: str, one: type, *, level: int = 2) -> str:
    head = f"{'#' * level} `{name}`\n\n{_bases(one)}{_doc(one)}\n"
    if issubclass(one, StrEnum):
        return f"{head}\nValues: {as_code(value.value for value in one)}.\n"
    if issubclass(one, msgspec.Struct):
        return f"{head}\n{make_table(['field', 'type', 'default'], _fields(one))}"
    if issubclass(one, tuple):
        fields = [(f"`{field}`", f"`{_plain(hint)}`") for field, hint in one.__annotations__.items()]
        return f"{head}\n{make_table(['field', 'type'], fields)}"
    made = _signature(one.__name__, one.__init__) + "\n\n"
    return "\n".join([head.replace("\n\n", "\n\n" + made, 1), *_methods(one, level + 1)])


def _bases(one: type) -> str:
    names = [base.__name__ for base in one.__bases__ if base.__module__.startswith("sayso.")]
    public = as_code(name for name in names if name in model.__all__ or name == "Store")
    return f"Has all that {public} has. " if public else ""


def _methods(one: type, level: int) -> Iterator[str]:
    for name, member in vars(one).items():
        if name.startswith("_"):
            continue
        if isinstance(member, property):
            yield f"{'#' * level} `{name}`\n\n{_doc(member)}\n"
        elif inspect.isfunction(member):
            yield f"{'#' * level} `{name}`\n\n{_signature(name, member)}\n\n{_doc(member)}\n"


def _fields(struct: type[msgspec.Struct]) -> Iterator[tuple[str, str, str]]:
    hints = {field: hint for base in reversed(struct.__mro__) for field, hint in _own_hints(base).items()}
    for field in msgspec.structs.fields(struct):
        yield f"`{field.name}`", f"`{_plain(hints[field.name])}`", _default(field)


def _own_hints(one: type) -> dict[str, Any]:
    return inspect.get_annotations(one)


def _default(field: msgspec.structs.FieldInfo) -> str:
    if field.required:
        return "needed"
    if field.default is msgspec.NODEFAULT:
        return "empty"
    if field.default in ((), {}):
        return "empty"
    if isinstance(field.default, StrEnum):
        return f"`{field.default.value}`"
    return f"`{field.default!r}`"


def _plain(hint: Any) -> str:  # noqa: ANN401 - an annotation
    """An annotation as it is written, without the modules."""
    text = hint if isinstance(hint, str) else (inspect.formatannotation(hint))
    return re.sub(r"\b(?:\w+\.)+(?=\w)", "", text).replace("'", "").replace('"', "")


def _signature(name: str, function: Callable[..., Any]) -> str:
    signature = inspect.signature(function)
    shown = [
        parameter.replace(annotation=_Written(_plain(parameter.annotation)))
        if parameter.annotation is not inspect.Parameter.empty
        else parameter
        for parameter in signature.parameters.values()
        if parameter.name != "self"
    ]
    returns = signature.return_annotation
    gives = "" if returns in (inspect.Signature.empty, None) else f" -> {_plain(returns)}"
    call = str(inspect.Signature(shown))
    return f"```python\n{name}{call}{gives}\n```"


class _Written(str):
    """An annotation that is shown as it is."""

    __slots__ = ()

    def __repr__(self) -> str:
        return str(self)


def _doc(one: object) -> str:
    return as_prose(inspect.getdoc(one) or "")
