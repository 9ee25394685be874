"""Descriptions in plain words of the parts of a reading, for the templates."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from sayso.export.sources import web_address
from sayso.markup import CLAIM_FUNCTIONS, outlet_of
from sayso.model import Attribution, Report
from sayso.model.dates import date_part

__all__ = ["TEMPLATE_FUNCTIONS", "Step", "chain_of"]

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}")


class Step(NamedTuple):
    """Step of a source chain, from the innermost source to the outlet."""

    name: str
    words: str
    kind: str
    cue: str
    attribution: Attribution | None = None


def chain_of(chain: Sequence[str], attributions: Mapping[str, Attribution], report: Report) -> list[Step]:
    """Return the steps of a chain, innermost first; the last is the outlet."""
    steps = [_step(attributions[id]) for id in chain if id in attributions]
    return [*steps, Step(outlet_of(report), "", "the outlet", "", None)]


def _step(attribution: Attribution) -> Step:
    words = " ".join(span.text for span in attribution.source)
    name = attribution.source_name() or "an unnamed source"
    kind = str(attribution.source_kind or "").replace("_", " ")
    shown = "" if words.casefold() in name.casefold() else words
    return Step(name, shown, kind, " … ".join(span.text for span in attribution.cue), attribution)


def _language(report: Report) -> str:
    """Return the language tag of a report; "" if it is no valid tag."""
    given = report.language or "en"
    return given if _LANGUAGE.fullmatch(given) else ""


def _around(sentence: Any, trigger: Any) -> tuple[str, str, str]:  # noqa: ANN401 - spans
    """Return a sentence in three parts: before its trigger, the trigger, after it."""
    start, end = trigger.start - sentence.start, trigger.end - sentence.start
    if not 0 <= start < end <= len(sentence.text):
        return sentence.text, "", ""
    return sentence.text[:start], sentence.text[start:end], sentence.text[end:]


# Names of the functions in the templates.
TEMPLATE_FUNCTIONS: dict[str, Callable[..., Any]] = {
    **CLAIM_FUNCTIONS,
    "language_of": _language,
    "address_of": web_address,
    "day_of": date_part,
    "around": _around,
}
