"""A reading as text for people.

The left column shows the status of an event, the right one its participants, place, time and quantities, its
sources, and the quoted text with its offsets.
"""

from collections.abc import Iterable, Iterator, Sequence

from sayso.cli.descriptions import (
    OWN_VOICE,
    describe_chains,
    describe_event,
    describe_hedge,
    describe_participants,
    describe_place,
    describe_quantity,
    describe_source,
    describe_status,
    describe_time,
)
from sayso.cli.layout import Piece, Style, cell_len, paint, shorten, wrap
from sayso.cli.tally import count_words
from sayso.codebook import confidence_mark
from sayso.model import Attribution, Claim, ClaimObject, Commitment, Reading, ReadingStatus, Report, Span

__all__ = ["Style", "render"]

_GUTTER = 20
_MAX_WIDTH = 100
_TITLE_ROOM = 240
_SEPARATOR = Piece("  ·  ", "dim")


def render(reading: Reading, *, style: Style | None = None) -> str:
    """Show a reading: title, claims, commitments and, if the style asks, the attributions without a claim.

    The report's words cannot act on a terminal, whatever they hold. The text ends with a line end.
    """
    style = style or Style()
    style = style._replace(width=max(min(style.width, _MAX_WIDTH), _GUTTER + 20))
    blocks = [_head(reading, style)]
    if reading.status == ReadingStatus.UNREAD:
        reason = "; ".join(issue.message for issue in reading.issues) or "no reason given"
        blocks.append(wrap([Piece("not read: ", "yellow"), Piece(reason)], style, first="  ", indent="  "))
    known = {attribution.id: attribution for attribution in reading.attributions}
    shown = [claim for claim in reading.claims if claim.is_confident(style.min_confidence)]
    blocks.extend(_claim(claim, reading.report, known, style) for claim in shown)
    if folded := len(reading.claims) - len(shown):
        summary = f"{count_words(folded, 'less certain claim')} (--min-confidence 0 shows {_them(folded)})"
        blocks.append(wrap([Piece(summary, "dim")], style, first="  ", indent="  "))
    if reading.commitments:
        blocks.append(_heading("Commitments", style))
        blocks.extend(_commitment(commitment, known, style) for commitment in reading.commitments)
    blocks.extend(_rest(reading, known, style))
    return "\n\n".join("\n".join(block) for block in blocks if block) + "\n"


def _head(reading: Reading, style: Style) -> list[str]:
    report = reading.report
    title = (
        report.title or next((line for line in report.text.split("\n") if line.strip()), "") or "(no text)"
    )
    lines = wrap([Piece(shorten(title, _TITLE_ROOM), "bold")], style)
    about = [report.publisher or report.input_id or report.url or "", report.published or "no date"]
    if reading.status == ReadingStatus.READ:
        about.append(count_words(len(reading.claims), "claim"))
    return lines + wrap([Piece("  ·  ".join(part for part in about if part), "dim")], style)


def _claim(claim: Claim, report: Report, known: dict[str, Attribution], style: Style) -> list[str]:
    participants = _roles(claim)
    event_pieces = describe_hedge(claim) + describe_event(claim.event)
    if claim.confidence is not None:
        mark = f"  {confidence_mark(claim.confidence)} {claim.confidence:.2f}"
        event_pieces = [*event_pieces, Piece(mark, "dim", whole=True)]
    label = describe_status(claim.status, negated=claim.negated)
    lines = _set(event_pieces + ([Piece("   "), *participants] if participants else []), style, label=label)
    lines += _set(_circumstances(claim), style)
    if claim.object:
        lines += _set(_object(claim.object), style)
    lines += _set(_source(claim.chains, known), style)
    return lines + _set(_quote(claim.trigger, claim.sentence, report, style), style, bar=True)


def _commitment(commitment: Commitment, known: dict[str, Attribution], style: Style) -> list[str]:
    debtor = describe_participants([commitment.debtor]) if commitment.debtor else "(unsaid)"
    pieces = [Piece(debtor, "bold")]
    if commitment.verb.casefold() != commitment.strength:
        pieces += [_SEPARATOR, Piece(f"“{shorten(commitment.verb, 60)}”", whole=True)]
    if commitment.due:
        pieces += [_SEPARATOR, Piece(f"due {describe_time(commitment.due)}", whole=True)]
    lines = _set(pieces, style, label=("▸", str(commitment.strength), "blue"))
    lines += _set(_source(commitment.chains, known), style)
    return lines + _set(_words(commitment.deed, style), style, bar=True)


def _rest(reading: Reading, known: dict[str, Attribution], style: Style) -> Iterator[list[str]]:
    """Yield the attributions without a claim or commitment: their number, or each if the style asks."""
    chains = [chain for claim in reading.claims for chain in claim.chains]
    chains += [chain for commitment in reading.commitments for chain in commitment.chains]
    used = {id for chain in chains for id in chain}
    rest = [attribution for attribution in reading.attributions if attribution.id not in used]
    if not rest:
        return
    if not style.attributions:
        number = len(rest)
        summary = (
            f"{count_words(number, 'attribution')} without a claim (--attributions shows {_them(number)})"
        )
        yield wrap([Piece(summary, "dim")], style, first="  ", indent="  ")
        return
    yield _heading("Attributions without a claim", style)
    for attribution in rest:
        yield _attribution(attribution, known, style)


def _them(number: int) -> str:
    return "it" if number == 1 else "them"


def _attribution(attribution: Attribution, known: dict[str, Attribution], style: Style) -> list[str]:
    chain = [attribution]
    while (parent := known.get(chain[-1].parent or "")) and parent not in chain:
        chain.append(parent)
    sources = ", quoted by ".join(describe_source(step) for step in chain)
    lines = _set([Piece(sources, "bold")], style, label=("·", str(attribution.style), "dim"))
    spans = attribution.content or attribution.cue or attribution.source
    if not spans:
        return lines
    content = " … ".join(span.text for span in spans)
    return lines + _set(
        _words(Span(start=spans[0].start, end=spans[-1].end, text=content), style), style, bar=True
    )


def _source(chains: Sequence[Sequence[str]], known: dict[str, Attribution]) -> list[Piece]:
    sources = describe_chains(chains, known)
    return [Piece("— ", "dim"), Piece(sources, "dim" if sources == OWN_VOICE else "italic")]


def _roles(claim: Claim) -> list[Piece]:
    actors, recipients = describe_participants(claim.actors), describe_participants(claim.recipients)
    if not recipients:
        return [Piece(actors, "bold")] if actors else []
    return [
        Piece(actors or "(unsaid)", "bold" if actors else "dim"),
        Piece(" → ", "dim"),
        Piece(recipients, "bold"),
    ]


def _circumstances(claim: Claim) -> list[Piece]:
    parts = [describe_place(place) for place in claim.places]
    parts += [describe_time(claim.time)] if claim.time else []
    parts += [describe_quantity(quantity) for quantity in claim.quantities]
    return _join(Piece(shorten(part, 120), whole=True) for part in parts)


def _object(asked: ClaimObject) -> list[Piece]:
    pieces = [Piece("of: ", "dim"), Piece(f"“{shorten(asked.span.text, 120)}”")]
    return [*pieces, _SEPARATOR, *describe_event(asked.event)] if asked.event else pieces


def _quote(trigger: Span, sentence: Span, report: Report, style: Style) -> list[Piece]:
    """Return the sentence, cut down to about two lines around its trigger."""
    room = _quote_room(style)
    middle = shorten(trigger.text, room)
    before = " ".join(report.text[sentence.start : trigger.start].split())
    after = " ".join(report.text[trigger.end : sentence.end].split())
    room -= len(middle)
    before = shorten(before, max(room // 2, room - len(after)), keep_end=True)
    after = shorten(after, max(room - len(before), 0))
    opening = " " if report.text[trigger.start - 1 : trigger.start].isspace() and before else ""
    closing = " " if report.text[trigger.end : trigger.end + 1].isspace() and after else ""
    marked = Piece(middle, "underline") if style.colour else Piece(f"«{middle}»")
    return [Piece(f"{before}{opening}"), marked, Piece(f"{closing}{after}  "), _offsets(trigger)]


def _words(span: Span, style: Style) -> list[Piece]:
    return [Piece(f"{shorten(span.text, _quote_room(style))}  "), _offsets(span)]


def _quote_room(style: Style) -> int:
    """Return the length of about two lines, without room for line breaks and offsets."""
    return max(2 * (style.width - _GUTTER) - 22, 30)


def _offsets(span: Span) -> Piece:
    return Piece(f"[{span.start}:{span.end}]", "dim")


def _join(pieces: Iterable[Piece]) -> list[Piece]:
    joined: list[Piece] = []
    for piece in pieces:
        joined += [_SEPARATOR, piece] if joined else [piece]
    return joined


def _heading(text: str, style: Style) -> list[str]:
    return [f"  {paint(text, 'bold', colour=style.colour)}"]


def _set(
    pieces: Sequence[Piece], style: Style, *, label: tuple[str, str, str] | None = None, bar: bool = False
) -> list[str]:
    """Return lines right of the gutter, the first with a sign and a word in it; a bar marks quoted text."""
    if not pieces:
        return []
    indent = " " * _GUTTER + (paint("│ ", "dim", colour=style.colour) if bar else "")
    if label is None:
        return wrap(pieces, style, first=indent, indent=indent)
    sign, word, look = label
    sign_and_word = f"  {sign} {word}"
    first = paint(sign_and_word, look, colour=style.colour) + " " * (_GUTTER - cell_len(sign_and_word))
    return wrap(pieces, style, first=first, indent=indent)
