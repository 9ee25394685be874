"""Two reports of one day whose sources count the dead otherwise."""

from collections.abc import Iterator

from sayso.model import Report, make_report

__all__ = ["differing_reports"]

_TOLD = (
    (
        "Harbour blast kills five in Karo",
        "Harbour Post",
        "An explosion in the harbour of Karo killed five people on Monday, the harbour police said. The "
        "blast wrecked two ferries and a warehouse. Mayor Omar Haddad visited the harbour.",
    ),
    (
        "Seven dead after blast in Karo harbour",
        "Karo Evening News",
        "Seven people were killed on Monday when an explosion tore through the harbour of Karo, the "
        "Northgate Hospital said. Mayor Omar Haddad went to the harbour. Two ferries and a warehouse were "
        "wrecked.",
    ),
)


def differing_reports() -> Iterator[Report]:
    """The two, whose event has one disagreement."""
    for title, publisher, text in _TOLD:
        yield make_report(text, title=title, publisher=publisher, published="2019-10-14")
