"""Quotation marks, styles of speech, and quotations that run on."""

import pytest
from tests.parses import parse

from sayso.attribution.cues import find_cues
from sayso.attribution.quotations import style_of
from sayso.attribution.runs import extend_quotations
from sayso.model import Span, Style
from sayso.model.quotations import Quotation, find_quotations, overlapping


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("He said: “We left.” Then he left.", ["“We left.”"]),
        ('He said: "We left." Then he left.', ['"We left."']),
        ("Il a dit « nous partons » hier.", ["« nous partons »"]),
        ("He said: ``We left.'' Then he left.", ["``We left.''"]),
        ("“We left,” he said. “Nobody stayed.”", ["“We left,”", "“Nobody stayed.”"]),
        ("“We left.\n\nNobody stayed.", ["“We left."]),
        ("“We left.  \n\n“Nobody stayed.”", ["“We left.", "“Nobody stayed.”"]),
        ("“We left.\nNobody stayed.”", ["“We left.\nNobody stayed.”"]),
        ("“We “left” at noon.”", ["“left”"]),
        ("A stray ” closes nothing.", []),
        ("It was 5'10'' tall.", []),
        ("“" + "word " * 700 + "”", []),
        ("“Never closed", []),
        ("", []),
    ],
)
def test_quotation_is_what_stands_between_marks(text: str, quoted: list[str]) -> None:
    assert [text[q.start : q.end] for q in find_quotations(text)] == quoted


@pytest.mark.parametrize(
    ("length", "found"), [(2_998, 1), (2_999, 0)], ids=["at the limit", "beyond the limit"]
)
def test_mark_that_is_never_closed_swallows_no_report(length: int, found: int) -> None:
    assert len(find_quotations("“" + "a" * length + "”")) == found


ROW = tuple(Quotation(start=start, end=start + 5) for start in (10, 20, 30))


@pytest.mark.parametrize(
    ("start", "end", "starts"),
    [
        (0, 10, []),
        (0, 11, [10]),
        (14, 21, [10, 20]),
        (15, 20, []),
        (0, 99, [10, 20, 30]),
        (34, 35, [30]),
        (35, 99, []),
    ],
)
def test_overlapping_quotations_share_a_character(start: int, end: int, starts: list[int]) -> None:
    assert [quotation.start for quotation in overlapping(ROW, start, end)] == starts


def spans(ranges: tuple[tuple[int, int], ...]) -> tuple[Span, ...]:
    return tuple(Span(start=start, end=end, text="x" * (end - start)) for start, end in ranges)


@pytest.mark.parametrize(
    ("content", "style"),
    [
        (((10, 15),), Style.DIRECT),
        (((10, 15), (20, 25)), Style.DIRECT),
        (((9, 15),), Style.MIXED),
        (((0, 8),), Style.INDIRECT),
        (((0, 8), (20, 25)), Style.MIXED),
        ((), Style.INDIRECT),
    ],
)
def test_style_is_the_share_in_quotation_marks(content: tuple[tuple[int, int], ...], style: Style) -> None:
    assert style_of(spans(content), ROW) is style


def test_nine_tenths_in_quotation_marks_are_direct() -> None:
    quotation = (Quotation(start=0, end=90),)
    assert style_of(spans(((0, 100),)), quotation) is Style.DIRECT
    assert style_of(spans(((0, 101),)), quotation) is Style.MIXED


def contents(text: str) -> list[list[str]]:
    """The contents of each attribution, with the quotations that run on."""
    quotations = find_quotations(text)
    drafts = extend_quotations(parse(text), find_cues(parse(text), quotations), quotations)
    return [[text[start:end] for start, end in draft.content] for draft in drafts]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "“The bridge is safe,” the mayor said. “It will open on Monday.”",
            [["“The bridge is safe,”", "“It will open on Monday.”"]],
        ),
        (
            "“The bridge is safe,” the mayor said.\n\n“It will open on Monday.”",
            [["“The bridge is safe,”", "“It will open on Monday.”"]],
        ),
        (
            "“The bridge is safe,” the mayor said. “It will open on Monday.” “Nobody has to wait.”",
            [["“The bridge is safe,”", "“It will open on Monday.”", "“Nobody has to wait.”"]],
        ),
        (
            "“The bridge is safe,” the mayor said. Rain fell. “It will open on Monday.”",
            [["“The bridge is safe,”"]],
        ),
        (
            "The mayor said the bridge was safe. “It will open on Monday.”",
            [["the bridge was safe"]],
        ),
        (
            "“The bridge is safe,” the mayor said. “Wait and see.”",
            [["“The bridge is safe,”"]],
        ),
        (
            "“The bridge is safe,” the mayor said. “It has been closed for years,” a driver said.",
            [["“The bridge is safe,”"], ["“It has been closed for years,”"]],
        ),
    ],
)
def test_quotation_without_a_cue_is_the_last_speakers(text: str, expected: list[list[str]]) -> None:
    assert contents(text) == expected
