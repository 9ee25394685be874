"""Times by recognizers-text-date-time, paragraph by paragraph."""

import re
from datetime import datetime
from typing import Any

from benchmarks.peers.protocol import Answer, Row, Tool, each, paragraphs, serve

# Where no day is known nothing relative to it is taken.
_ANY_DAY = "2000-01-01"
_DEFINITE = re.compile(r"(\d{4}(-\d\d(-\d\d)?)?|\d{4}-W\d\d(-WE)?|P.+|(PAST|PRESENT|FUTURE)_REF)(T.+)?")


def load(setting: str) -> Tool:
    """Relative dates lie in the past, the first of the two it gives."""
    from recognizers_date_time import Culture, DateTimeRecognizer

    recognizer = DateTimeRecognizer(Culture.English).get_datetime_model()

    def find(row: Row) -> Answer:
        reference = datetime.fromisoformat((row.get("published") or _ANY_DAY)[:10])
        times = []
        for start, text in paragraphs(row["text"]):
            for time in recognizer.parse(text, reference):
                value = _value(time.resolution, dated=bool(row.get("published")))
                times.append({"start": start + time.start, "end": start + time.end + 1, "value": value})
        return {"times": times}

    return each(find)


def _value(resolution: dict[str, Any] | None, *, dated: bool) -> str:
    """The TIMEX value where it is definite, else the first day that it is resolved to, if it may be."""
    values = (resolution or {}).get("values") or [{}]
    timex = str(values[0].get("timex", ""))
    if _DEFINITE.fullmatch(timex) or not dated:
        return timex
    return str(values[0].get("value") or values[0].get("start") or timex)


if __name__ == "__main__":
    serve("recognizers-text-date-time", load)
