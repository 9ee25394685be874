"""Who says so, by rules: sources, cues, contents, chains."""

import pytest
from tests.by_rules import extract_attributions_by_rules

from sayso.language import parse_text
from sayso.model import Attribution, Grounding, Mint, SourceKind, Style


def read(text: str) -> tuple[Attribution, ...]:
    return extract_attributions_by_rules(parse_text(text), Grounding(), Mint("d_test", "test"))


def told(attribution: Attribution) -> tuple[str, str, str]:
    return tuple(
        " … ".join(span.text for span in spans)
        for spans in (attribution.source, attribution.cue, attribution.content)
    )


@pytest.mark.parametrize(
    ("text", "source", "cue", "content"),
    [
        (
            "The rebels have left the town, a senior officer said.",
            "a senior officer",
            "said",
            "The rebels have left the town",
        ),
        (
            "Residents said that two bridges were destroyed.",
            "Residents",
            "said",
            "that two bridges were destroyed",
        ),
        (
            "According to the ministry, eight soldiers were wounded.",
            "the ministry",
            "According to",
            "eight soldiers were wounded",
        ),
        (
            "The minister accused the army of shelling a school.",
            "The minister",
            "accused",
            "the army of shelling a school",
        ),
        (
            '"We will not leave this valley," the commander said.',
            "the commander",
            "said",
            '"We will not leave this valley,"',
        ),
        (
            "“We will not leave this valley,” the commander told reporters.",
            "the commander",
            "told",
            "“We will not leave this valley,”",
        ),
    ],
)
def test_attribution_is_found_whole(text, source, cue, content):
    assert (source, cue, content) in [told(one) for one in read(text)]


def test_headline_names_its_source_before_a_colon():
    found = read("Sudanese minister: Talks to resume in May\n\nTalks will resume in May, the minister said.")
    assert told(found[0]) == ("Sudanese minister", ":", "Talks to resume in May")


def test_hearsay_has_no_source():
    (found,) = read("The general has reportedly fled the capital.")
    assert found.source == ()
    assert found.cue[0].text == "reportedly"


def test_passive_relay_gives_a_chain():
    text = "Omar Haddad was quoted by the state news agency as saying that troops had left the border."
    relay, speaker = sorted(read(text), key=lambda one: one.parent is not None)
    assert relay.source[0].text == "the state news agency"
    assert speaker.source[0].text == "Omar Haddad"
    assert speaker.parent == relay.id
    assert speaker.content == relay.content


def test_active_relay_gives_a_chain():
    text = "Al Jazeera quoted a rebel spokesman as saying that talks would resume on Friday."
    relay, speaker = sorted(read(text), key=lambda one: one.parent is not None)
    assert (relay.source[0].text, speaker.source[0].text) == ("Al Jazeera", "a rebel spokesman")
    assert speaker.parent == relay.id


def test_agency_that_quotes_another_stands_outside_it():
    found = {one.source[0].text: one for one in read("Yonhap, quoting KCNA, said the launch had failed.")}
    assert found["KCNA"].parent == found["Yonhap"].id


def test_report_inside_a_report_is_nested():
    found = {
        one.source[0].text: one for one in read("The army said the mayor had claimed that nobody was hurt.")
    }
    assert found["the mayor"].parent == found["The army"].id


def test_quotation_runs_on_without_a_new_cue():
    text = "“The bridge is gone,” said Maria Lopez, a resident. “Nobody can reach the hospital any more.”"
    (found,) = read(text)
    assert [span.text for span in found.content] == [
        "“The bridge is gone,”",
        "“Nobody can reach the hospital any more.”",
    ]


@pytest.mark.parametrize("apostrophe", ["’", "'", "ʼ", "´", "‘"])
def test_odd_apostrophes_do_not_hide_the_source(apostrophe):
    found = read(f"Iraq{apostrophe}s defence minister said the base had been handed over.")
    assert [span.text for span in found[0].source] == [f"Iraq{apostrophe}s defence minister"]


def test_hyphenated_names_stay_whole():
    found = read("The al-Sahra news website reported that two bases had been closed.")
    assert found[0].source[0].text == "The al-Sahra news website"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("The resolution said the embargo must end.", SourceKind.DOCUMENT),
        ("A senior official said the embargo would end.", SourceKind.UNNAMED_OFFICIAL),
        ("The state television channel said the embargo would end.", SourceKind.MEDIA),
        ("Witnesses said the embargo had ended.", SourceKind.GROUP),
        ("The defence ministry said the embargo had ended.", SourceKind.NAMED_ORGANIZATION),
    ],
)
def test_source_kind_follows_the_head_word(text, kind):
    assert read(text)[0].source_kind is kind


@pytest.mark.parametrize(
    ("text", "style"),
    [
        ("“We will all leave the valley by June,” the colonel said.", Style.DIRECT),
        ("The colonel said they would all leave.", Style.INDIRECT),
        ("The colonel said they would “leave the whole valley” by June.", Style.MIXED),
    ],
)
def test_style_follows_the_quotation_marks(text, style):
    assert read(text)[0].style is style


def test_parents_form_no_circle():
    found = read("The paper said the minister said the paper had said the minister had resigned.")
    by_id = {one.id: one for one in found}
    for one in found:
        seen = set()
        while one is not None:
            assert one.id not in seen
            seen.add(one.id)
            one = by_id.get(one.parent or "")
