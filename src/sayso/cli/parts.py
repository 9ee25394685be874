"""The pipeline that the commands use."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from sayso.cli.console import log
from sayso.cli.inert import make_streams_inert
from sayso.errors import UsageError

if TYPE_CHECKING:
    from sayso.engine import BatchReader
    from sayso.llm import ModelSettings
    from sayso.model import Report, Tier

__all__ = ["Parts", "choose_tier", "with_inert_streams"]


def _load(tier: "Tier", model: "ModelSettings | None" = None) -> "BatchReader":
    from sayso.pipeline import Pipeline

    return Pipeline(tier, model)


def _find_tiers() -> "tuple[Tier, ...]":
    from sayso.pipeline import available_tiers

    return available_tiers()


def _complete(report: "Report") -> "Report":
    from sayso.pipeline import complete_report

    return complete_report(report)


class Parts(NamedTuple):
    """The pipeline behind the commands.

    How to load one of a tier (`llm` with the settings of a model), which tiers are installed (best first),
    and what a reading adds to the report itself.
    """

    load: "Callable[..., BatchReader]" = _load
    tiers: "Callable[[], tuple[Tier, ...]]" = _find_tiers
    complete: "Callable[[Report], Report]" = _complete


def with_inert_streams(load: "Callable[[], BatchReader]") -> "Callable[[], BatchReader]":
    """Return what loads a reader, in this process or in a worker, whose messages are inert then."""
    return partial(_load_inert, load)


def _load_inert(load: "Callable[[], BatchReader]") -> "BatchReader":
    make_streams_inert()
    return load()


def choose_tier(chosen: str | None, parts: Parts) -> "Tier":
    """Return the tier asked for, else the best that is installed; raises `UsageError` for one that is not.

    A line on standard error tells where that is not the full tier: the fast one finds other claims.
    """
    from sayso.model import Tier

    installed = parts.tiers()
    if chosen is None and installed:
        if Tier.FULL not in installed:
            log(
                "the models of the full tier are not installed: reading with the fast tier"
                " (see: sayso doctor; --tier fast says that you want it)",
                "yellow",
            )
        return installed[0]
    tier = Tier(chosen or Tier.FAST)
    if tier not in installed:
        raise UsageError(f"the models of the {tier} tier are not installed", help="see: sayso doctor")
    return tier
