"""Numbers by quantulum3, without its classifier, which chooses among units and is not measured here."""

from typing import Any

from benchmarks.peers.protocol import Answer, Row, Tool, each, serve

_YEARS = range(1900, 2100)


def load(setting: str) -> Tool:
    """`all numbers`, or `no bare years`: whole numbers from 1900 to 2099 without a unit left out."""
    from quantulum3 import classifier, parser

    classifier.USE_CLF = False

    def find(row: Row) -> Answer:
        found = [
            quantity
            for quantity in parser.parse(row["text"])
            if setting == "all numbers" or not _is_year(quantity)
        ]
        return {"numbers": [_numbers(quantity) for quantity in found]}

    return each(find)


def _numbers(quantity: Any) -> list[float]:  # noqa: ANN401
    """The value; both ends of a range, which it gives as the middle and how far they are off."""
    middle, off = float(quantity.value), float(quantity.uncertainty or 0)
    return [middle - off, middle + off] if off else [middle]


def _is_year(quantity: Any) -> bool:  # noqa: ANN401
    return quantity.unit.name == "dimensionless" and quantity.value in _YEARS


if __name__ == "__main__":
    serve("quantulum3", load)
