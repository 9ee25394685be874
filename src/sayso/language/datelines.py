"""Datelines: "BEIRUT (Reuters) – ", which open a report and are no part of its first sentence."""

import re

__all__ = ["DATELINE", "dateline_end"]

# Places in capitals, perhaps a day, perhaps an agency in brackets, then a dash.
DATELINE = re.compile(
    r"[ \t]*"
    r"(?P<place>[A-Z][A-Z.'’-]{2,}(?:[ ][A-Z][A-Z.'’-]+){0,3}"
    r"(?:(?:,[ ]?|/)[A-Z][\w.'’-]+(?:[ ][A-Z][\w.]+){0,2}){0,2})?"
    r"(?:,?[ ](?:[A-Z][a-z]{2,8}\.?[ ]\d{1,2}|\d{1,2}[ ][A-Z][a-z]{2,8})(?:,?[ ]\d{4})?)?"
    r",?[ ]?(?P<credit>\([A-Z][^()\n]{1,40}\))?"
    r"(?:[ ]?(?:[–—]|--|-(?=[ ])|(?<=\))-)|(?<=\)):)[ ]*"
)


def dateline_end(line: str) -> int:
    """Where the dateline of a line ends; 0 where it has none.

    >>> dateline_end("BEIRUT (Reuters) – An explosion shook the port.")
    19
    """
    match = DATELINE.match(line)
    if match is None or not (match.group("place") or match.group("credit")):
        return 0
    return match.end()
