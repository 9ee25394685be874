"""A reading as people see it."""

import re
import unicodedata

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from rich.cells import cell_len
from tests.cli.hand_made import COMMITMENT, HADDAD, READER, READING, SAHAR

from sayso.cli.inert import make_inert, make_lines_inert
from sayso.cli.layout import Piece, Style, shorten, wrap
from sayso.cli.textview import render
from sayso.codebook import least_confidence
from sayso.model import Certainty, Issue, Reading, ReadingStatus, make_report

PLAIN = render(READING, style=Style(100))
ANSI = re.compile(r"\x1b\[[0-9;]*m")


def block(words: str, text: str = PLAIN) -> str:
    """The claim, commitment or heading in which some words stand."""
    return next(one for one in text.split("\n\n") if words in one)


def unread(text: str, **known: str) -> Reading:
    issue = Issue(code="not-english", message="the report seems to be in 'fr'; only English is read")
    return Reading(
        report=make_report(text, **known), status=ReadingStatus.UNREAD, issues=(issue,), reader=READER
    )


def test_head_tells_title_outlet_date_and_number_of_claims() -> None:
    assert PLAIN.split("\n")[:2] == [
        "Column leaves Karo valley bases",
        "The Karo Post  ·  2030-03-18  ·  6 claims",
    ]


def test_claim_tells_status_event_and_roles() -> None:
    first = block("«begun pulling»").split("\n")[0]
    assert " ".join(first.split()) == "◐ ongoing withdraws · RETREAT The army (Karo Army) → nine bases"


def test_claim_tells_place_time_and_quantity() -> None:
    second = block("«begun pulling»").split("\n")[1].strip()
    assert second == "Karo (33.50, 44.25)  ·  Monday (2030-03-18)  ·  nine bases"


@pytest.mark.parametrize(
    ("words", "sources"),
    [
        ("«begun pulling»", "— Omar Haddad, quoted by Sahar News"),
        ("«not leave»", "— Omar Haddad (“he”)"),
        ("«asked for»", "— in the report’s own words"),
        ("«leave by»", "— an official"),
        ("«killed»", "— an unnamed source (“reportedly”); also Omar Haddad, quoted by Sahar News"),
    ],
)
def test_claim_tells_its_source_chain_in_words(words: str, sources: str) -> None:
    assert sources in [line.strip() for line in block(words).split("\n")]


def test_claim_shows_the_exact_words_and_where_they_stand() -> None:
    assert "│ The council had «asked for» a complete pull-out." in block("«asked for»")
    trigger = READING.claims[2].trigger
    assert f"[{trigger.start}:{trigger.end}]" in block("«asked for»")


def test_trigger_is_underlined_in_colour() -> None:
    shown = render(READING, style=Style(100, colour=True))
    assert "\x1b[1;4masked for\x1b[0m" in shown
    assert "«" not in shown


@pytest.mark.parametrize(
    ("words", "status"),
    [
        ("«begun pulling»", "◐ ongoing"),
        ("«not leave»", "✕ will not occur"),
        ("«asked for»", "◇ demanded"),
        ("«leave by»", "○ planned"),
        ("«killed»", "? hypothetical"),
        ("بدأ الانسحاب", "● occurred"),
    ],
)
def test_status_has_a_sign_and_a_word(words: str, status: str) -> None:
    assert block(words).strip().startswith(status)


def test_uncertain_claim_says_so() -> None:
    assert "possibly (“At least”) attacks · ASSAULT" in block("«killed»")


def test_certainty_without_words_that_hedge_is_not_shown() -> None:
    claims = tuple(replace(claim, certainty=Certainty.PROBABLE, hedge=()) for claim in READING.claims)
    assert "probably" not in render(replace(READING, claims=claims), style=Style(100))


def test_object_of_a_demand_is_shown() -> None:
    assert "of: “a complete pull-out”  ·  withdraws · RETREAT" in block("«asked for»")


def test_commitment_tells_debtor_strength_deed_and_due() -> None:
    shown = block("▸")
    assert shown.split("\n")[0].split("▸")[1].split()[0] == COMMITMENT.strength
    assert "We (Karo Army)  ·  “will”  ·  due by 2031 (2031-01-01 to 2031-12-31)" in shown
    assert "│ leave by 2031" in shown


def test_attributions_without_a_claim_are_counted_or_shown() -> None:
    assert "1 attribution without a claim" in PLAIN
    assert "had asked" not in PLAIN.replace("had «asked", "")
    shown = render(READING, style=Style(100, attributions=True))
    assert "Attributions without a claim" in shown
    assert "│ a complete pull-out" in block("The council\n", shown)


def test_nothing_hangs_on_colour() -> None:
    coloured = render(READING, style=Style(100, colour=True))
    assert re.sub(r"[«»]", "", PLAIN).split() == ANSI.sub("", coloured).split()


@pytest.mark.parametrize("width", [40, 60, 80, 100])
def test_lines_keep_to_the_width(width: int) -> None:
    lines = render(READING, style=Style(width, attributions=True)).split("\n")
    assert max(cell_len(line) for line in lines) <= width


def test_title_is_the_first_line_where_none_is_known() -> None:
    reading = Reading(report=make_report("\n\nColumn leaves\n\nThe army left."), reader=READER)
    assert render(reading).startswith("Column leaves\n")


def test_unread_report_says_why() -> None:
    assert "not read: the report seems to be in 'fr'" in render(unread("Les troupes sont parties."))
    assert "claims" not in render(unread("Les troupes sont parties."))


def test_report_without_text_is_shown() -> None:
    assert render(unread("", input_id="empty.txt")).startswith("(no text)\nempty.txt  ·  no date\n")


def test_chain_through_a_missing_attribution_does_not_fail() -> None:
    lone = Reading(report=READING.report, attributions=(HADDAD,), claims=READING.claims[:1], reader=READER)
    assert "— Omar Haddad\n" in render(lone)
    assert SAHAR.id not in render(lone)


HOSTILE = (
    "\x1b]0;owned\x07\x1b[2J\x1b[31mRed\x9b1m \u202eesrever\u2066 \u2067"
    " left\x08\x7f\r\x85\u2028 \U000e0041\ufeffend"
)


def test_hostile_text_cannot_act_on_the_terminal() -> None:
    shown = render(unread(HOSTILE, publisher=HOSTILE, input_id=HOSTILE))
    assert not [
        sign for sign in shown if sign != "\n" and unicodedata.category(sign) in ("Cc", "Zl", "Zp", "Cf")
    ]
    assert "␛[2J" in shown


@given(st.text() | st.text(f"{HOSTILE}\u2068\u2069\n\t\x1b[0mقال אב"))
def test_what_is_inert_stays_as_it_is_when_written(text: str) -> None:
    once = make_lines_inert(text)
    assert make_lines_inert(once) == once
    assert make_lines_inert(make_inert(text)) == make_inert(text)


def test_only_looks_and_lines_act_in_what_is_written() -> None:
    told = "\x1b[1mTitle\x1b[0m\tnext\n\x1b[2J\x9b2J\x1b[8mhidden\x1b]0;owned\x07\r\u202e"
    shown = make_lines_inert(told)
    assert shown.startswith("\x1b[1mTitle\x1b[0m\tnext\n␛[2J")
    assert not set(shown.split("\n")[1]) & set("\x1b\x9b\x07\r\u202e")


@given(st.text())
def test_inert_text_holds_no_control_and_isolates_what_it_opens(text: str) -> None:
    shown = make_inert(text)
    assert not [sign for sign in shown if unicodedata.category(sign) in ("Cc", "Cs", "Zl", "Zp")]
    assert not set(shown) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u200e\u200f")
    assert shown.count("\u2068") == shown.count("\u2069")


def test_right_to_left_words_are_isolated_on_every_line() -> None:
    arabic = "قال النائب إن القوات الأمريكية بدأت الانسحاب من القاعدة في المدينة"
    lines = wrap([Piece(f"he said {arabic} today")], Style(30))
    assert len(lines) > 2
    assert all(line.count("\u2068") == line.count("\u2069") for line in lines)
    assert "\u2068" in lines[0]


@given(
    st.lists(st.tuples(st.text(max_size=60), st.sampled_from(["", "bold"]), st.booleans())),
    st.integers(12, 90),
)
def test_wrapping_loses_no_words_and_keeps_to_the_width(
    pieces: list[tuple[str, str, bool]], width: int
) -> None:
    lines = wrap([Piece(*piece) for piece in pieces], Style(width))
    assert max(cell_len(line) for line in lines) <= width
    letters = [sign for line in lines for sign in line if sign.isalnum()]
    assert letters == [sign for piece in pieces for sign in make_inert(piece[0]) if sign.isalnum()]


@given(st.text(alphabet="ab cdé", max_size=80), st.integers(2, 40), st.booleans())
def test_shortened_text_fits_and_is_a_part_of_the_text(text: str, room: int, keep_end: bool) -> None:
    whole = " ".join(text.split())
    cut = shorten(text, room, keep_end=keep_end)
    assert len(cut) <= room
    part = cut.strip("…")
    assert whole.endswith(part) if keep_end else whole.startswith(part)
    assert (cut == whole) == (len(whole) <= room)


def test_less_certain_claims_are_counted() -> None:
    least = least_confidence()
    given = [0.91, 0.2, None, least, least - 0.01, 0.8]
    claims = tuple(
        msgspec.structs.replace(claim, confidence=value)
        for claim, value in zip(READING.claims, given, strict=True)
    )
    reading = msgspec.structs.replace(READING, claims=claims)
    shown = render(reading, style=Style(100))
    assert "2 less certain claims (--min-confidence 0 shows them)" in shown
    assert "■ 0.91" in shown
    assert f"◧ {least:.2f}" in shown
    assert f"{least - 0.01:.2f}" not in shown
    every = render(reading, style=Style(100, min_confidence=0.0))
    assert "less certain" not in every
    assert f"□ {least - 0.01:.2f}" in every
