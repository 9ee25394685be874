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
        inside = (
            [] if setting == "all numbers" else [date for date in dates.parse(row["text"]) if _is_date(date)]
        )
        found = [
            number
            for number in numbers.parse(row["text"])
            if not any(_overlap(number, date) for date in inside)
        ]
        return {"numbers": [[float(number.resolution["value"])] for number in found if number.resolution]}

    return each(find)


def _is_date(found: Any) -> bool:  # noqa: ANN401
    return found.type_name.removeprefix("datetimeV2.") in _DATES


def _overlap(a: Any, b: Any) -> bool:  # noqa: ANN401
    return bool(a.start <= b.end and b.start <= a.end)


if __name__ == "__main__":
    serve("recognizers-text-number", load)
