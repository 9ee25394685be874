"""Values of one slot that do not go together."""

from collections.abc import Sequence

from sayso.model import Disagreement, Origin, Told, Value

__all__ = ["find_disagreements"]


def find_disagreements(
    told: Sequence[Told], values: Sequence[Value], origins: Sequence[Origin]
) -> tuple[Disagreement, ...]:
    """What claims about one event, and the numbers they give, have otherwise than others of them.

    `origins` is what `find_origins` made of the same claims.
    """
    del told, values, origins
    return ()
