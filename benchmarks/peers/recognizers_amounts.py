"""Numbers by recognizers-text: numbers and percentages, those inside a date left out or not."""

from typing import Any

from benchmarks.peers.protocol import Answer, Row, Tool, each, serve

_DATES = ("date", "daterange", "datetime", "datetimerange", "time", "timerange", "set")


def load(setting: str) -> Tool:
    """`all numbers`, or those `outside dates` by its own recogniser of dates."""
    from recognizers_date_time import DateTimeRecognizer
    from recognizers_number import Culture, NumberRecognizer

    numbers = NumberRecognizer(Culture.English).get_number_model()
    dates = DateTimeRecognizer(Culture.English).get_datetime_model()

    def find(row: Row) -> Answer:
        met = [] if setting == "all numbers" else [one for one in dates.parse(row["text"]) if _is_date(one)]
        found = [one for one in numbers.parse(row["text"]) if not any(_overlap(one, date) for date in met)]
        return {"numbers": [[float(one.resolution["value"])] for one in found if one.resolution]}

    return each(find)


def _is_date(found: Any) -> bool:  # noqa: ANN401
    return found.type_name.removeprefix("datetimeV2.") in _DATES


def _overlap(one: Any, other: Any) -> bool:  # noqa: ANN401
    return bool(one.start <= other.end and other.start <= one.end)


if __name__ == "__main__":
    serve("recognizers-text-number", load)
