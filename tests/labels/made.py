"""Labels made at random, of the texts that break offsets."""

from hypothesis import strategies as st

from sayso.codebook import read_codebook
from sayso.labels.gold import AttributionLabel, ClaimLabel, CommitmentLabel, LabelledReport, Labels, SpanLabel
from sayso.labels.regions import labels_of_regions, regions_of
from sayso.model import SourceKind, Status, Strength, Style

# Signs of one, two and four bytes, right to left, markup, what JSON and XML escape, line ends, white space.
WORDS = [
    "Rebels",
    "left",
    "🚒",
    "👩🏽‍🚒",
    "القاهرة",
    "\u200f",
    "<b>&amp;",
    '"said"',
    "\\n",
    "\n\n",
    " ",
    "\t",
    "e\u0301",
    "\u2028",
]
_PLOVER = read_codebook("plover")
_NAMES = st.sampled_from(["", "Амал", 'A "B" <c>', "🚒", "x; y = z"])


@st.composite
def reports(draw: st.DrawFn) -> LabelledReport:
    """Return a report with labels, in the order in which they come back."""
    text = "".join(draw(st.lists(st.sampled_from(WORDS), min_size=3, max_size=30)))

    def span(**fields: object) -> SpanLabel:
        start = draw(st.integers(0, len(text) - 1))
        end = draw(st.integers(start + 1, min(len(text), start + 20)))
        return SpanLabel(text=text[start:end], start=start, end=end, **fields)

    def spans(most: int = 2, **fields: object) -> tuple[SpanLabel, ...]:
        return tuple(span(**fields) for _ in range(draw(st.integers(0, most))))

    def number() -> int | float | None:
        return draw(st.sampled_from([None, 0, 3, 2.5, 6_500_000_000, -1]))

    def attribution(number: int) -> AttributionLabel:
        source = (
            span(kind=draw(st.sampled_from(SourceKind)), is_=draw(_NAMES)) if draw(st.booleans()) else None
        )
        # A later one relays, so that no chain runs in a circle.
        parent = draw(st.sampled_from([None, *range(number + 1, of)]))
        return AttributionLabel(
            source=source, cue=span(), content=spans(3), style=draw(st.sampled_from(Style)), parent=parent
        )

    def sources() -> tuple[SpanLabel, ...]:
        chain, link = [], draw(st.sampled_from([None, *range(of)]))
        while link is not None:
            label = attributions[link]
            chain.append(SpanLabel(**{**_fields(label.source or label.cue), "cue": label.cue.text}))
            link = label.parent
        return tuple(chain)

    def claim() -> ClaimLabel:
        type_ = draw(st.sampled_from(sorted(_PLOVER)))
        return ClaimLabel(
            trigger=span(),
            type=type_,
            mode=draw(st.sampled_from(["", *_PLOVER[type_]["modes"]])),
            actors=spans(is_=draw(_NAMES), country=draw(st.sampled_from(["", "IRQ"]))),
            recipients=spans(sector="CVL"),
            object=draw(st.sampled_from([None, span()])),
            places=spans(
                name=draw(_NAMES), country="LBN", lat=draw(st.sampled_from([None, 33.3, 0.0])), lon=-35.4
            ),
            time=draw(st.sampled_from([None, span(value="2024-03-03")])),
            quantities=spans(
                value=number(), min=number(), max=number(), approx=draw(st.booleans()), unit=draw(_NAMES)
            ),
            status=draw(st.sampled_from(Status)),
            negated=draw(st.booleans()),
            sources=sources(),
        )

    def commitment() -> CommitmentLabel:
        deed = span()
        return CommitmentLabel(
            debtor=draw(st.sampled_from([None, span(is_="Амал")])),
            deed=deed.text,
            start=deed.start,
            end=deed.end,
            strength=draw(st.sampled_from(Strength)),
            sources=sources(),
        )

    of = draw(st.integers(0, 3))
    attributions = [attribution(n) for n in range(of)]
    labels = Labels(
        id="made",
        date=draw(st.sampled_from(["", "2024-03-05"])),
        claims=tuple(claim() for _ in range(draw(st.integers(0, 3)))),
        attributions=tuple(attributions),
        commitments=tuple(commitment() for _ in range(draw(st.integers(0, 2)))),
    )
    return LabelledReport("made", text, labels)


def _fields(label: SpanLabel) -> dict[str, object]:
    return {name: getattr(label, name) for name in label.__struct_fields__}


def ordered(report: LabelledReport) -> Labels:
    """Return the labels in the order of the text, in which tools give them back."""
    labels, problems = labels_of_regions(
        report.text, *regions_of(report.text, report.labels), name=report.name, date=report.labels.date
    )
    assert not problems
    return labels
