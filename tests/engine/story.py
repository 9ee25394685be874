"""Reports of three days, written for the tests: what is told of one blast changes from day to day."""

from collections.abc import Iterable

from sayso.engine import relate
from sayso.model import Tier, make_report
from sayso.pipeline import Pipeline
from sayso.record import Store

__all__ = ["REPORTS", "fill"]

# Day of arrival, day of publication, outlet, text.
REPORTS = (
    (
        "2024-05-01",
        "2024-05-01",
        "Harbour Post",
        "An explosion in the harbour of Odessa killed 12 people on Wednesday, the harbour police said. "
        "The blast destroyed two ferries.\n\n"
        "The government of Latvia promised to withdraw its troops from Mali by 10 May 2024.\n\n"
        "American troops are stationed in Erbil, the Pentagon said.",
    ),
    (
        "2024-05-02",
        "2024-05-02",
        "Evening News",
        "An explosion in the harbour of Odessa killed 15 people on Wednesday, the Northgate Hospital said. "
        "The blast destroyed two ferries.",
    ),
    (
        "2024-05-02",
        "2024-05-02",
        "Odessa Times",
        "An explosion in the harbour of Odessa killed 19 people on Wednesday, the fire service said.",
    ),
    (
        "2024-05-02",
        "2024-05-02",
        "Riga Courier",
        "Latvia withdrew its troops from Mali on Thursday, Defence Minister Andris Ozols said.",
    ),
    (
        "2024-05-02",
        "2024-05-02",
        "Erbil Times",
        "American troops left Erbil on Thursday, Karim Aziz said.",
    ),
    (
        "2024-05-03",
        "2024-05-01",
        "Delm Gazette",
        "Thousands of people protested against the new tax in Nairobi on Wednesday, Peter Otieno said.\n\n"
        "The government of Kenya promised to reopen the border with Somalia by 5 May 2024.",
    ),
)


Told = tuple[str, str, str, str]


def fill(store: Store, reports: Iterable[Told] = REPORTS) -> None:
    """Put the reports into a record at eight in the evening of their days, and relate them."""
    pipeline = Pipeline(Tier.FAST)
    for arrived, published, publisher, text in reports:
        report = make_report(text, publisher=publisher, published=published, input_id=publisher)
        for reading in pipeline.read([report]):
            store.put(reading, first_seen=f"{arrived}T20:00:00.000000+00:00")
    relate(store)
