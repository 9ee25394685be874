"""Places, times and amounts of each event of a sentence, and its contexts."""

from datetime import date

import pytest
from tests.parses import ground_text, parse

from sayso.coding.contexts import contexts_of, sentence_span
from sayso.coding.details import Details, assign_details
from sayso.coding.triggers import find_triggers, match_triggers

PUBLISHED = date(2015, 8, 20)


def details(text: str, cues: tuple[str, ...] = ()) -> dict[str, Details]:
    """The details of each event by its trigger; `cues` are the words of attribution cues."""
    found = parse(text)
    triggers = find_triggers(found, match_triggers(found))
    spoken = frozenset(token.i for token in found.tokens if token.text in cues)
    assigned = assign_details(found, triggers, ground_text(text, PUBLISHED), spoken)
    return {trigger.span(found).text: assigned[trigger.head] for trigger in triggers}


@pytest.mark.parametrize(
    ("text", "word", "places"),
    [
        ("Police arrested twelve students in Lagos.", "arrested", ["Lagos"]),
        ("Protesters marched in Tunis and Sfax.", "marched", ["Tunis", "Sfax"]),
        ("The army withdrew from Kandahar, in southern Afghanistan.", "withdrew", ["Kandahar"]),
        ("There was an attack in Taji, north of Baghdad.", "attack", ["Taji"]),
        ("A bus crashed near Portland, Oregon.", "crashed", ["Portland"]),
        ("Chad's army attacked the camp.", "attacked", []),
        ("Nigerian soldiers attacked the camp.", "attacked", []),
        ("Iran attacked the camp.", "attacked", []),
        ("Police arrested students in Lagos and gunmen attacked a camp near Kano.", "arrested", ["Lagos"]),
        ("Police arrested students in Lagos and gunmen attacked a camp near Kano.", "attacked", ["Kano"]),
        ("Gunmen entered Mosul on Monday. They killed four men in the city.", "killed", ["the city"]),
        ("The ministers met in Oslo. The capital was calm when police arrested a man there.", "arrested", []),
    ],
)
def test_place_goes_to_the_nearest_event(text: str, word: str, places: list[str]) -> None:
    assert [place.text for place in details(text)[word].places] == places


def test_described_place_is_the_one_named_before_with_half_the_confidence() -> None:
    text = "Gunmen entered Mosul on Monday. They killed four men in the city."
    (place,) = details(text)["killed"].places
    (named,) = (place for place in ground_text(text, PUBLISHED).toponyms if place.text == "Mosul")
    assert (place.geonameid, place.name) == (named.geonameid, named.name)
    assert place.confidence == pytest.approx(named.confidence / 2, abs=0.001)


@pytest.mark.parametrize(
    ("text", "word", "time"),
    [
        ("Police arrested twelve students on Monday.", "arrested", "Monday"),
        ("On Monday, police arrested twelve students.", "arrested", "Monday"),
        ("Police arrested students on Monday and freed them on Friday.", "freed", "Friday"),
        ("The siege ended after police arrested students in May 2011.", "arrested", "May 2011"),
        ("Police recently arrested students in May.", "arrested", "May"),
        ("Police recently arrested students.", "arrested", "recently"),
        ("Police detained students for three days.", "detained", None),
        ("Police arrested students.", "arrested", None),
    ],
)
def test_time_goes_to_the_nearest_event(text: str, word: str, time: str | None) -> None:
    found = details(text)[word].time
    assert (found.text if found else None) == time


def test_time_of_the_statement_is_not_that_of_the_event() -> None:
    text = "The mayor said on Friday that police had arrested twelve students."
    assert details(text)["arrested"].time is not None
    assert details(text, ("said",))["arrested"].time is None


@pytest.mark.parametrize(
    ("text", "word", "amounts"),
    [
        ("A blast killed eight men and wounded nineteen.", "killed", ["eight men"]),
        ("A blast killed eight men and wounded nineteen.", "wounded", ["nineteen"]),
        ("The court sentenced the mayor to 12 years in prison.", "sentenced", ["12 years"]),
        ("Thousands of miners protested for 12 days.", "protested", ["Thousands of miners"]),
        ("Police arrested students.", "arrested", []),
    ],
)
def test_amount_goes_to_the_nearest_event(text: str, word: str, amounts: list[str]) -> None:
    assert [amount.text for amount in details(text)[word].quantities] == amounts


@pytest.mark.parametrize(
    ("text", "contexts"),
    [
        ("Troops withdrew after parliament passed a resolution.", {"military", "legislative"}),
        ("The election was held in May.", {"election"}),
        ("Police arrested a drug smuggler.", {"crime"}),
        ("The clinic was closed after the cholera outbreak.", {"health"}),
        ("Rain fell on the harbour.", set()),
    ],
)
def test_contexts_are_named_by_the_words_of_a_sentence(text: str, contexts: set[str]) -> None:
    found = parse(text)
    assert contexts <= set(contexts_of(found, found.sentences[0]))
    assert contexts or contexts_of(found, found.sentences[0]) == ()


def test_contexts_of_another_sentence_do_not_count() -> None:
    found = parse("Rain fell on the harbour. Troops left the base.")
    assert contexts_of(found, found.sentences[0]) == ()
    assert "military" in contexts_of(found, found.sentences[1])


def test_sentence_of_a_claim_is_whole() -> None:
    text = "Rain fell. Troops left the base. Nobody was hurt."
    found = parse(text)
    trigger = found.span(4, 5)
    assert sentence_span(found, found.sentence_of(4), trigger).text == "Troops left the base."


def test_of_a_very_long_sentence_the_words_around_the_trigger_are_kept() -> None:
    text = "the paratroopers bombarded the headquarters, " * 60
    found = parse(text)
    sentence = max(found.sentences, key=lambda sentence: sentence.last - sentence.first)
    for i in (sentence.first + 2, (sentence.first + sentence.last) // 2, sentence.last - 2):
        trigger = found.span(i, i + 1)
        around = sentence_span(found, sentence, trigger)
        assert around.contains(trigger)
        assert around.end - around.start <= 1_100
        assert text[around.start : around.end] == around.text
        assert not text[around.start - 1 : around.start].isalpha()
        assert not text[around.end : around.end + 1].isalpha()
