"""Attributions from the drafts of any reader: spans and links are checked, the rest is resolved."""

from collections.abc import Mapping

import pytest

from sayso.attribution import assemble_attributions
from sayso.grounding import ground
from sayso.language import parse_text
from sayso.model import Attribution, Mint, SourceKind, Span, Style
from sayso.model.drafts import AssemblyContext, AttributionDraft, DraftCheck

TEXT = "“We will stay,” Omar Haddad told Reuters. The ministry said the agency had reported that troops left."


def span_of(words: str) -> Span:
    start = TEXT.index(words)
    return Span.of(TEXT, start, start + len(words))


def draft(cue: str, content: str, source: str | None = None, parent: int | None = None) -> AttributionDraft:
    return AttributionDraft(
        cue=span_of(cue),
        source=None if source is None else span_of(source),
        content=(span_of(content),),
        parent=parent,
    )


def assemble(
    *drafts: AttributionDraft, text: str = TEXT
) -> tuple[tuple[Attribution | None, ...], Mapping[str, int]]:
    parse = parse_text(text)
    check = DraftCheck(text)
    context = AssemblyContext(
        parse=parse, grounding=ground(parse, None), mint=Mint("d_test", "test"), check=check
    )
    return assemble_attributions(context, drafts), check.dropped


def test_source_kind_and_style_come_from_the_words() -> None:
    (found,), dropped = assemble(draft("told", "“We will stay,”", "Omar Haddad"))
    assert found is not None
    assert (found.source_kind, found.style) == (SourceKind.NAMED_PERSON, Style.DIRECT)
    assert found.source_entity is not None
    assert not dropped


def test_source_kind_of_the_reader_is_kept() -> None:
    drafted = AttributionDraft(
        cue=span_of("said"),
        source=span_of("The ministry"),
        content=(span_of("the agency had reported that troops left"),),
        source_kind=SourceKind.UNNAMED_OFFICIAL,
    )
    (found,), _ = assemble(drafted)
    assert found is not None
    assert found.source_kind is SourceKind.UNNAMED_OFFICIAL


@pytest.mark.parametrize(
    ("text", "source", "cue", "is_source"),
    [
        ("Two sailors said to have been hurt were flown out.", "Two sailors", "said", False),
        ("A man believed to be the driver fled.", "A man", "believed", False),
        ("The men were widely thought to have left.", "The men", "widely thought", False),
        ("The mayor said to the Herald that he would stay.", "The mayor", "said", True),
        ("The mayor said to be patient.", "The mayor", "said", True),
        ("The aide claims to have seen it.", "The aide", "claims", True),
    ],
)
def test_whoever_something_is_said_of_is_no_source(text, source, cue, is_source) -> None:
    def at(words: str) -> Span:
        return Span.of(text, text.index(words), text.index(words) + len(words))

    drafted = AttributionDraft(cue=at(cue), source=at(source), content=(at(text.split(f"{cue} ")[1]),))
    (found,), _ = assemble(drafted, text=text)
    assert found is not None
    assert bool(found.source) is is_source


def test_parent_is_the_id_of_the_attribution_linked_to() -> None:
    outer = draft("said", "the agency had reported that troops left", "The ministry")
    inner = draft("reported", "that troops left", "the agency", parent=0)
    (above, below), dropped = assemble(outer, inner)
    assert above is not None and below is not None
    assert (above.parent, below.parent) == (None, above.id)
    assert not dropped


@pytest.mark.parametrize(
    "cue",
    [
        Span(start=TEXT.index("said"), end=TEXT.index("said") + 4, text="says"),
        Span(start=-4, end=-1, text="lef"),
        Span(start=len(TEXT), end=len(TEXT) + 4, text="said"),
        Span(start=5, end=5, text=""),
        Span(start=9, end=5, text=""),
        Span(start=TEXT.index(" troops"), end=TEXT.index(" troops") + 1, text=" "),
    ],
)
def test_cue_that_does_not_stand_in_the_text_drops_the_draft(cue: Span) -> None:
    good = draft("told", "“We will stay,”", "Omar Haddad", parent=0)
    (bad, kept), dropped = assemble(AttributionDraft(cue=cue, content=(span_of("troops left"),)), good)
    assert bad is None
    assert kept is not None and kept.parent is None
    assert dropped == {"attribution.cue": 1, "attribution.parent": 1}


def test_wrong_source_and_piece_of_content_are_left_out_alone() -> None:
    invented = Span(start=0, end=9, text="Villagers")
    drafted = AttributionDraft(
        cue=span_of("told"), source=invented, content=(span_of("“We will stay,”"), invented)
    )
    (found,), dropped = assemble(drafted)
    assert found is not None
    assert (found.source, [span.text for span in found.content]) == ((), ["“We will stay,”"])
    assert dropped == {"attribution.source": 1, "attribution.content": 1}


def test_attribution_without_any_content_is_dropped() -> None:
    assert assemble(AttributionDraft(cue=span_of("told"), content=()))[0] == (None,)


@pytest.mark.parametrize("parent", [-1, 0, 1, 7])
def test_parent_that_is_not_there_is_left_out(parent: int) -> None:
    drafted = draft("told", "“We will stay,”", "Omar Haddad", parent=parent)
    (found,), dropped = assemble(drafted)
    assert found is not None and found.parent is None
    assert dropped == {"attribution.parent": 1}


def test_cycle_of_parents_is_cut() -> None:
    outer = draft("said", "the agency had reported that troops left", "The ministry", parent=1)
    inner = draft("reported", "that troops left", "the agency", parent=0)
    (above, below), dropped = assemble(outer, inner)
    assert above is not None and below is not None
    assert (above.parent, below.parent) == (below.id, None)
    assert dropped == {"attribution.parent": 1}
