"""Claims of the heads that repeat another (full tier)."""

import pytest
from tests.parses import parse

from sayso.coding.repetitions import agree_on_repeated, drop_light_nouns, whole_word
from sayso.model import Span, Status
from sayso.model.drafts import ClaimDraft, ClaimProbabilities, EventDraft


def drafts_of(text: str, triggers: tuple[str, ...], type_: str = "ASSAULT") -> list[ClaimDraft]:
    found, after = [], 0
    for trigger in triggers:
        start = text.index(trigger, after)
        after = start + len(trigger)
        found.append(ClaimDraft(trigger=Span.of(text, start, after), event=EventDraft(type=type_)))
    return found


def kept(text: str, *triggers: str, type_: str = "ASSAULT") -> list[str]:
    left = drop_light_nouns(parse(text), drafts_of(text, triggers, type_))
    return [draft.trigger.text for draft in left]


@pytest.mark.parametrize(
    ("text", "light", "event"),
    [
        ("An attack on a mosque in Sanaa killed 30 worshippers.", "attack", "killed"),
        ("The shooting at a school in Texas left ten pupils dead.", "shooting", "dead"),
        ("A bombing in Kano wounded nine traders.", "bombing", "wounded"),
        (
            "An ambush near Mopti claimed the lives of six guards, and the raid injured two.",
            "raid",
            "injured",
        ),
    ],
)
def test_light_noun_that_does_the_harm_is_no_claim(text: str, light: str, event: str) -> None:
    triggers = sorted((light, event), key=text.index)
    assert kept(text, *triggers) == [event]


@pytest.mark.parametrize(
    ("text", "light", "event"),
    [
        ("Gunmen stormed a hotel in Bamako, and two guards were hurt in the attack.", "attack", "stormed"),
        ("Rebels shelled the town, and nobody was seen after the incident.", "incident", "shelled"),
        ("Militants killed a judge in Lima and fled after the assault.", "assault", "killed"),
    ],
)
def test_light_noun_that_refers_back_is_no_claim(text: str, light: str, event: str) -> None:
    assert kept(text, event, light) == [event]


def test_crash_that_leaves_somebody_dead_is_one_claim() -> None:
    text = "A crash in Queens left a mother of two dead."
    assert kept(text, "crash", "dead", type_="INCIDENT") == ["dead"]


@pytest.mark.parametrize(
    ("text", "triggers"),
    [
        ("The attack took place near a school.", ("attack",)),
        ("Rebels killed a guard. Nine people died in the attack.", ("killed", "attack")),
        ("Gunmen killed a judge after the attack on the court in Lima.", ("killed", "attack")),
        ("Rebels attacked the base, and the death toll rose to 20.", ("attacked", "death toll")),
        ("The police killing of a man followed an attack.", ("killing", "attack")),
        ("Somali pirates carried out 100 attacks and killed two sailors.", ("attacks", "killed")),
    ],
)
def test_noun_that_says_something_new_stays(text: str, triggers: tuple[str, ...]) -> None:
    assert kept(text, *triggers) == list(triggers)


def test_light_noun_of_another_type_stays() -> None:
    text = "The attack killed nine soldiers."
    attack, killed = drafts_of(text, ("attack", "killed"))
    verbal = ClaimDraft(trigger=attack.trigger, event=EventDraft(type="ACCUSE"))
    assert drop_light_nouns(parse(text), [verbal, killed]) == [verbal, killed]


@pytest.mark.parametrize(
    ("text", "trigger", "whole"),
    [
        ("Rebels agreed a cease-fire in Yemen.", "fire", "cease-fire"),
        ("Rebels agreed a cease-fire in Yemen.", "cease", "cease-fire"),
        ("Rebels agreed a cease-fire in Yemen.", "cease-fire", "cease-fire"),
        ("The pull-out began.", "pull", "pull-out"),
        ("Troops opened fire in Yemen.", "opened fire", "opened fire"),
        ("An off-duty guard shot a man.", "shot", "shot"),
    ],
)
def test_half_of_a_hyphenated_word_is_the_whole_word(text: str, trigger: str, whole: str) -> None:
    start = text.index(trigger)
    span = Span.of(text, start, start + len(trigger))
    assert whole_word(parse(text), span).text == whole


def claim(text: str, trigger: str, after: int, event: tuple[str, Status], sure: float) -> ClaimDraft:
    start = text.index(trigger, after)
    return ClaimDraft(
        trigger=Span.of(text, start, start + len(trigger)),
        event=EventDraft(type=event[0]),
        status=event[1],
        probabilities=ClaimProbabilities(trigger=sure, type=sure, status=sure, negated=0.1, factuality=1.0),
    )


@pytest.mark.parametrize(
    ("title", "lead", "word", "again"),
    [
        ("Rebels agree ceasefire in Yemen", "Rebels agree cease-fire in Yemen.", "ceasefire", "cease-fire"),
        ("Rebels agree cease-fire in Yemen", "Rebels agree ceasefire in Yemen.", "cease-fire", "ceasefire"),
        ("Lima court frees Ana Soto", "Lima court frees Ana Soto.", "frees", "frees"),
        ("Greece to sell two ports", "Greece to sell two ports", "sell", "sell"),
        ("UN SENDS AID TO NEPAL", "UN sends aid to Nepal.", "SENDS", "sends"),
        ("Pull-out begins in Mosul", "Pullout begins in Mosul.", "Pull-out", "Pullout"),
    ],
)
@pytest.mark.parametrize("surer", [0, 1])
def test_sentence_stated_twice_has_one_code(title: str, lead: str, word: str, again: str, surer: int) -> None:
    text = f"{title}\n\n{lead}"
    codes = [("RETREAT", Status.OCCURRED), ("AGREE", Status.PLANNED)]
    drafts = [
        claim(text, word, 0, codes[0], 0.9 if surer == 0 else 0.5),
        claim(text, again, len(title), codes[1], 0.9 if surer == 1 else 0.5),
    ]
    found = {(draft.event.type, draft.status) for draft in agree_on_repeated(parse(text), drafts)}
    assert found == {codes[surer]}


@pytest.mark.parametrize(
    ("title", "lead", "word", "again"),
    [
        ("Greece to sell two ports", "Greece sold two ports.", "sell", "sold"),
        ("Lima court frees Ana Soto", "Lima court frees Luis Soto.", "frees", "frees"),
    ],
)
def test_different_sentences_keep_their_codes(title: str, lead: str, word: str, again: str) -> None:
    text = f"{title}\n\n{lead}"
    drafts = [
        claim(text, word, 0, ("RETREAT", Status.PLANNED), 0.5),
        claim(text, again, len(title), ("AGREE", Status.OCCURRED), 0.9),
    ]
    assert agree_on_repeated(parse(text), drafts) == drafts
