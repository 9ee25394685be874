"""Kinds of sources, and contents whose edges a rule knows better."""

import numpy as np
import pytest
from msgspec.structs import replace
from tests.parses import ground_text, parse

from sayso.attribution.cues import find_cues
from sayso.attribution.edges import cut_loose_ends, settle_edges
from sayso.attribution.quotations import find_quotations
from sayso.attribution.rules import draft_attributions_by_rules
from sayso.attribution.sources import kind_of_source
from sayso.model import Span
from sayso.model.encoding import LearnedAttribution, WordSpan


def kind(source: str) -> str | None:
    """The kind of a source that says something."""
    text = f"{source} said that the bridge was closed."
    found = parse(text)
    draft = find_cues(found, find_quotations(text))[0]
    assert draft.source is not None
    span = found.span(*draft.source)
    assert span.text == source
    return kind_of_source(
        found, range(*draft.source), ground_text(text).entity_of(found, span.start, span.end)
    )


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("Tom Reyes", "named_person"),
        ("Mayor Tom Reyes", "named_person"),
        ("Angela Merkel", "named_person"),
        ("The mayor", "unnamed_official"),
        ("A senior official", "unnamed_official"),
        ("An army spokesman", "unnamed_official"),
        ("A Pentagon spokeswoman", "unnamed_official"),
        ("The police chief", "unnamed_official"),
        ("A man", "unnamed_person"),
        ("A source close to the talks", "unnamed_person"),
        ("Turkey", "named_organization"),
        ("The Turkish foreign ministry", "named_organization"),
        ("Oxfam", "named_organization"),
        ("The White House", "named_organization"),
        ("The union", "named_organization"),
        ("The bank", "named_organization"),
        ("The court", "named_organization"),
        ("Siemens", "named_organization"),
        ("Reuters", "media"),
        ("A Reuters reporter", "media"),
        ("The New York Times", "media"),
        ("State television", "media"),
        ("Local media", "media"),
        ("SANA", "media"),
        ("The report", "document"),
        ("A letter", "document"),
        ("A study by Oxfam", "document"),
        ("The indictment", "document"),
        ("Witnesses", "group"),
        ("Two sources", "group"),
        ("Villagers in Kano", "group"),
        ("Analysts", "group"),
        ("Activists", "group"),
        ("They", "group"),
    ],
)
def test_source_has_its_kind(source: str, expected: str) -> None:
    assert kind(source) == expected


def learned(text: str, cue: str, *contents: str) -> LearnedAttribution:
    """An attribution as the heads find it."""
    at = text.index(cue)
    return LearnedAttribution(
        anchor=WordSpan(window=0, first=0, last=1),
        cue=Span.of(text, at, at + len(cue)),
        content=tuple(Span.of(text, text.index(part), text.index(part) + len(part)) for part in contents),
        content_odds=np.zeros(1, dtype=np.float32),
        source_odds=np.zeros(1, dtype=np.float32),
    )


@pytest.mark.parametrize(
    ("text", "cue", "found", "settled"),
    [
        (
            "The mayor said that the old bridge was closed.",
            "said",
            "the old bridge was closed",
            "that the old bridge was closed",
        ),
        (
            "The mayor said that the old bridge was closed.",
            "said",
            "that the old bridge was closed",
            "that the old bridge was closed",
        ),
        ("The mayor said that the old bridge was closed.", "said", "bridge", "bridge"),
        (
            "The mayor said that the old bridge was closed.",
            "closed",
            "the old bridge was",
            "the old bridge was",
        ),
        ("The mayor called for new elections in May.", "called", "for new elections", "new elections in May"),
        ("The mayor called for new elections in May.", "called", "new elections", "new elections in May"),
        ("The mayor called for elections.", "called", "for", "for"),
    ],
)
def test_edges_of_a_rule_are_taken_where_it_means_the_same(
    text: str, cue: str, found: str, settled: str
) -> None:
    drafts = draft_attributions_by_rules(parse(text))
    (attribution,) = settle_edges(text, [learned(text, cue, found)], drafts)
    assert [span.text for span in attribution.content] == [settled]


def test_preposition_before_the_content_joins_the_cue() -> None:
    text = "The mayor called for new elections in May."
    (attribution,) = settle_edges(text, [learned(text, "called", "for new elections")], [])
    assert attribution.cue.text == "called for"


@pytest.mark.parametrize(
    ("text", "found", "cut"),
    [
        ("Mia Lund, who was in court, said it was over.", "Mia Lund, who", "Mia Lund"),
        ("Sen. Lund (R-Ohio) said it was over.", "Sen. Lund (R", "Sen. Lund"),
        ("Mayor Okafor in a statement said it was over.", "Mayor Okafor in a", "Mayor Okafor"),
        ("Two of the drivers said it was over.", "Two of the", "Two"),
        ("Dock workers, but no officers, said it was over.", "Dock workers, but no", "Dock workers"),
        ("Some said it was over.", "Some", "Some"),
        ("Who said it was over?", "Who", "Who"),
        ("Ben Hale (Salem) said it was over.", "Ben Hale (Salem)", "Ben Hale (Salem)"),
        (
            "Ben Hale, the former mayor, said it was over.",
            "Ben Hale, the former mayor",
            "Ben Hale, the former mayor",
        ),
    ],
)
def test_source_ends_with_a_word_that_can_end_it(text: str, found: str, cut: str) -> None:
    draft = replace(learned(text, "said", "it was over"), source=Span.of(text, 0, len(found)))
    (attribution,) = cut_loose_ends(parse(text), [draft])
    assert attribution.source is not None
    assert attribution.source.text == cut
