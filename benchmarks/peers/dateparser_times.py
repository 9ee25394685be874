"""Times by dateparser's `search_dates`, paragraph by paragraph."""

from datetime import datetime
from typing import Any

from benchmarks.peers.protocol import Answer, Row, Tool, each, paragraphs, serve

# How much of a date each period tells.
_LENGTHS = {"year": 4, "month": 7}


def load(setting: str) -> Tool:
    """By its strategy `split` or `ngram`, in English, dates of the present week, month or year first."""
    from dateparser.search import search_dates

    def find(row: Row) -> Answer:
        settings: dict[str, Any] = {"PREFER_DATES_FROM": "current_period"}
        if row.get("published"):
            settings["RELATIVE_BASE"] = datetime.fromisoformat(row["published"][:10])
        times = []
        for start, text in paragraphs(row["text"]):
            found = search_dates(text, languages=["en"], settings=settings, strategy=setting, add_period=True)
            at = 0
            for words, moment, period in found or []:
                at = max(text.find(words, at), 0)
                value = moment.date().isoformat()[: _LENGTHS.get(period, 10)]
                times.append({"start": start + at, "end": start + at + len(words), "value": value})
                at += len(words)
        return {"times": times}

    return each(find)


if __name__ == "__main__":
    serve("dateparser", load)
