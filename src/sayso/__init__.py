"""Sayso keeps a sourced record of what news reports claim."""

from typing import TYPE_CHECKING

from sayso._version import __version__

if TYPE_CHECKING:
    from datetime import date

    from sayso.engine.record import Record
    from sayso.llm import ModelSettings
    from sayso.model import Reading

__all__ = ["Record", "__version__", "read", "render"]


def read(
    text: str,
    *,
    tier: str | None = None,
    published: "str | date | None" = None,
    model: "str | ModelSettings | None" = None,
    **known: str,
) -> "Reading":
    """Read one report and return what it claims, and on whose word.

    `known` may hold `title`, `publisher`, `url`, `byline`, `language` and `input_id`. `published` is a
    `datetime.date` or `datetime`, or a string: a day (2020-03-17), with or without a time, a month (2020-03)
    or a year (2020). Relative times are counted from the day; without one they stay unresolved. Raises
    `UsageError` for anything else. `tier` is `full`, `fast` or `llm`; left out, it is the best that is
    installed. For `llm`, `model` is a language model's name or its `sayso.llm.ModelSettings`; what is left
    open is taken from the environment (`SAYSO_LLM_MODEL`, `SAYSO_LLM_URL`).
    The models are loaded on the first call and kept. For many reports use the command line or
    `sayso.pipeline.Pipeline`.

    >>> reading = read("Rebels withdrew from the town on Sunday, the army said.", published="2020-03-17")
    >>> reading.claims[0].event.type, reading.attributions[0].source[0].text
    ('RETREAT', 'the army')
    """
    from sayso.llm import model_settings
    from sayso.model import Tier, make_report
    from sayso.pipeline import Pipeline, default_tier

    report = make_report(text, published=published, **known)
    settings = model_settings(model) if isinstance(model, str) else model
    pipeline = Pipeline(Tier(tier) if tier is not None else default_tier(), settings)
    return next(pipeline.read([report]))


def render(reading: "Reading", *, page: bool = False) -> str:
    """Return a reading as HTML: its text with sources and triggers marked, its claims and commitments.

    A notebook shows a reading that way by itself. Claims of low confidence are folded. The report's words are
    escaped, and the HTML needs no script and loads nothing. With `page` it is a whole page, to be written to
    a file.

    >>> "withdrew<b>1 ● occurred · RETREAT</b>" in render(read("Rebels withdrew on Sunday, the army said."))
    True
    """
    from sayso.markup import render_reading

    return render_reading(reading, page=page)


def __getattr__(name: str) -> object:
    """`sayso.Record`, loaded only when it is asked for."""
    if name != "Record":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from sayso.engine.record import Record

    return Record
