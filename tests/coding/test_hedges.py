"""Hedges: which words make a claim probable or possible, and which do not."""

import pytest

from sayso.coding.hedges import Hedges, find_hedges
from sayso.language import parse_text
from sayso.model import Certainty, make_report


def hedges_of(text: str, trigger: str) -> Hedges:
    parse = parse_text(text)
    start = text.index(trigger)
    return find_hedges(parse, parse.head_of(start, start + len(trigger)))


@pytest.mark.parametrize(
    ("text", "trigger", "certainty", "words"),
    [
        ("Rebels may have attacked the base.", "attacked", "possible", "may have"),
        ("Rebels might have attacked the base.", "attacked", "possible", "might have"),
        ("The army could have shelled the village.", "shelled", "possible", "could have"),
        ("The rebels are believed to have attacked the base.", "attacked", "probable", "believed"),
        ("The rebels are thought to have attacked the base.", "attacked", "probable", "thought"),
        ("It appears that the rebels attacked the base.", "attacked", "probable", "appears"),
        ("It is possible that rebels attacked the base.", "attacked", "possible", "possible"),
        ("It seems the rebels withdrew.", "withdrew", "probable", "seems"),
        ("The rebels appear to have withdrawn.", "withdrawn", "probable", "appear"),
        ("The rebels are likely to withdraw.", "withdraw", "probable", "likely"),
        ("The rebels will likely withdraw.", "withdraw", "probable", "likely"),
        ("The rebels are unlikely to withdraw.", "withdraw", "possible", "unlikely"),
        ("The alleged attack took place on Sunday.", "attack", "possible", "alleged"),
        ("A suspected bombing killed three people.", "bombing", "probable", "suspected"),
        ("The army apparently shelled the village.", "shelled", "probable", "apparently"),
        ("Apparently the army shelled the village.", "shelled", "probable", "Apparently"),
        ("Perhaps the army shelled the village.", "shelled", "possible", "Perhaps"),
        ("Officials believe that the rebels attacked the base.", "attacked", "probable", "believe"),
        ("The rebels attacked the base, officials believe.", "attacked", "probable", "believe"),
        ("Police suspect that the man killed his wife.", "killed", "probable", "suspect"),
        ("Police suspect arson.", "arson", "probable", "suspect"),
        ("There are signs that the army withdrew.", "withdrew", "probable", "signs"),
        ("The evidence suggests that the army attacked the village.", "attacked", "probable", "suggests"),
        ("Officials fear that the hostages were killed.", "killed", "possible", "fear"),
        ("Twenty people are feared dead.", "dead", "possible", "feared"),
        ("The crew is presumed dead.", "dead", "probable", "presumed"),
        ("Islamic State may have carried out the attack.", "attack", "possible", "may have"),
        ("Islamic State may be behind the attack.", "attack", "possible", "may"),
        ("Islamic State is believed to be responsible for the attack.", "attack", "probable", "believed"),
        ("The blast may have been an attack.", "attack", "possible", "may have"),
        ("There may have been an attack.", "attack", "possible", "may have"),
        ("The men must have fled.", "fled", "probable", "must have"),
        ("The army said it must have fled.", "fled", "probable", "must have"),
        ("The general may be planning an attack.", "planning", "possible", "may"),
        ("The rebels may have killed and wounded dozens.", "wounded", "possible", "may have"),
        ("The army may have tried to kill him.", "kill", "possible", "may have"),
        ("The army attacked the base, and may have taken prisoners.", "taken", "possible", "may have"),
        ("The man allegedly shot two officers.", "shot", "possible", "allegedly"),
        ("The group is alleged to have bombed the market.", "bombed", "possible", "alleged"),
        ("The man suspected of killing the officer fled.", "killing", "probable", "suspected"),
        ("An attack is likely.", "attack", "probable", "likely"),
        ("A ceasefire is possible.", "ceasefire", "possible", "possible"),
        ("It is thought that the rebels fled.", "fled", "probable", "thought"),
        ("I think they bombed the bridge.", "bombed", "probable", "think"),
        ("He does not believe that the army attacked the village.", "attacked", "probable", "believe"),
        ("The army probably withdrew on Sunday.", "withdrew", "probable", "probably"),
        ("Probably the army withdrew on Sunday.", "withdrew", "probable", "Probably"),
        ("The ministry said the army had probably withdrawn.", "withdrawn", "probable", "probably"),
        ("The rebels almost certainly shot down the plane.", "shot", "probable", "certainly"),
        ("The drone was most likely launched from Syria.", "launched", "probable", "likely"),
        (
            "The rebels could have been killed in the strike, officials said.",
            "killed",
            "possible",
            "could have",
        ),
        ("The dam looks likely to burst.", "burst", "probable", "likely"),
        ("The rebels may well have fled.", "fled", "possible", "may"),
        ("The rebels may not have fled.", "fled", "possible", "may"),
        (
            "The possibility that rebels attacked the base is being examined.",
            "attacked",
            "possible",
            "possibility",
        ),
        (
            "Officials said they had indications that Iran launched the missile.",
            "launched",
            "probable",
            "indications",
        ),
        (
            "US officials said it was highly likely that Iran shot down the plane.",
            "shot",
            "probable",
            "likely",
        ),
        ("The two may have met in Geneva.", "met", "possible", "may have"),
        ("Supposedly the army has fled.", "fled", "possible", "Supposedly"),
        ("The missile was presumably fired by the rebels.", "fired", "probable", "presumably"),
        ("Possible war crimes were committed.", "crimes", "possible", "Possible"),
        ("The soldiers committed possible war crimes.", "crimes", "possible", "possible"),
    ],
)
def test_words_in_the_clause_hedge_the_event(text: str, trigger: str, certainty: str, words: str) -> None:
    found = hedges_of(text, trigger)
    assert (str(found.certainty), "; ".join(span.text for span in found.spans)) == (certainty, words)


@pytest.mark.parametrize(
    ("text", "trigger"),
    [
        ("Visitors may enter the park from Monday.", "enter"),
        ("The minister said it could not attack the town.", "attack"),
        ("The army could attack the town next week.", "attack"),
        ("Rebels may attack the base if talks fail.", "attack"),
        ("Could rebels have attacked the base?", "attacked"),
        ("Investigators asked whether rebels may have attacked the base.", "attacked"),
        ("It is possible to attack the base from the sea.", "attack"),
        ("A suspected bombing killed three people.", "killed"),
        ("Suspected militants killed three people.", "killed"),
        ("Three people were killed, apparently by a sniper.", "killed"),
        ("The rebels reportedly attacked the base.", "attacked"),
        ("According to officials, the rebels attacked the base.", "attacked"),
        ("The rebels are said to have attacked the base.", "attacked"),
        ("The rebels are rumoured to have attacked the base.", "attacked"),
        ("He was arrested on suspicion of murder.", "arrested"),
        ("There is no evidence that the army attacked the village.", "attacked"),
        ("The minister suggested that the army attacked the village.", "attacked"),
        ("Officials fear that the rebels will attack the town.", "attack"),
        ("The men must flee.", "flee"),
        ("The general may be able to attack.", "attack"),
        ("The talks may be held in Geneva.", "held"),
        ("The official, who may have lied, said the army attacked the base.", "attacked"),
        ("The army attacked the base, and may have taken prisoners.", "attacked"),
        ("Officials, who believe the war will end, attacked the plan.", "attacked"),
        ("Prosecutors allege that the group bombed the market.", "bombed"),
        ("The man suspected of killing the officer fled.", "fled"),
        ("The government expects that the rebels will withdraw.", "withdraw"),
        ("It was not clear whether the rebels fled.", "fled"),
        ("The army should leave, he believes.", "leave"),
        ("If rebels may have attacked the base, the army will answer.", "attacked"),
        ("The probable cause of the crash was ice.", "crash"),
        ("He appeared in court on Monday.", "appeared"),
        ("The president might attend the summit.", "attend"),
        ("A potential attack was averted.", "attack"),
    ],
)
def test_plans_hearsay_questions_and_other_clauses_do_not_hedge(text: str, trigger: str) -> None:
    assert hedges_of(text, trigger) == Hedges()


def test_person_suspected_in_a_headline_is_no_belief() -> None:
    assert hedges_of("1 Dead, 2 Injured, and Suspect Caught", "Caught") == Hedges()


def test_hedge_on_a_verb_does_not_reach_into_its_clause() -> None:
    text = "He probably realized that the guards were going to shoot him."
    assert hedges_of(text, "shoot") == Hedges()
    assert hedges_of(text, "realized").spans


def test_spans_are_those_of_the_report() -> None:
    text = "The village was quiet.\n\nThe army may have shelled it, and it seems likely to fall."
    for trigger in ("shelled", "fall"):
        spans = hedges_of(text, trigger).spans
        assert spans
        assert all(text[span.start : span.end] == span.text for span in spans)


def test_both_tiers_quote_the_hedge(fast, full) -> None:
    report = make_report("Rebels may have attacked the base near Karo on Sunday, the army said.")
    for pipeline in (fast, full):
        (reading,) = pipeline.read([report])
        claim = next(claim for claim in reading.claims if claim.trigger.text == "attacked")
        assert (claim.certainty, claim.hedge_words()) == (Certainty.POSSIBLE, "may have")
