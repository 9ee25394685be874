"""Cues of every kind: who says what, in which words, and what is no report of speech at all."""

import pytest
from tests.parses import parse

from sayso.attribution.chains import find_parents
from sayso.attribution.cues import find_cues
from sayso.attribution.rules import draft_attributions_by_rules
from sayso.model.quotations import find_quotations

# Source, cue, content, and the number of the row that relays it or holds it.
Row = tuple[str | None, str, str, int | None]


def drafts(text: str) -> list[Row]:
    found = parse(text)
    rows = find_cues(found, find_quotations(text))
    return [
        (
            found.span(*row.source).text if row.source else None,
            found.span(*row.cue).text,
            " | ".join(text[start:end] for start, end in row.content),
            parent,
        )
        for row, parent in zip(rows, find_parents(found, rows), strict=True)
    ]


@pytest.mark.parametrize(
    ("text", "source", "cue", "content"),
    [
        ("The mayor said the bridge was safe.", "The mayor", "said", "the bridge was safe"),
        ("The mayor said that the bridge was safe.", "The mayor", "said", "that the bridge was safe"),
        ("Ms Cole says she saw nothing.", "Ms Cole", "says", "she saw nothing"),
        ("The bridge, the mayor said, is safe.", "the mayor", "said", "The bridge | is safe"),
        ("Talks had failed, officials briefed on them said.", "officials", "said", "Talks had failed"),
        ("The dam will hold, the engineers insist.", "the engineers", "insist", "The dam will hold"),
        ("The diplomat, TASS reported, had resigned.", "TASS", "reported", "The diplomat | had resigned"),
        (
            "The bridge, residents of the port who had been up all night said, is unsafe.",
            "residents of the port",
            "said",
            "The bridge | is unsafe",
        ),
        ("The envoy said: peace is near.", "The envoy", "said", "peace is near"),
        ("The envoy hopes that peace is near.", "The envoy", "hopes", "that peace is near"),
        ("The envoy demanded that the rebels leave.", "The envoy", "demanded", "that the rebels leave"),
        ("The envoy proposed to meet in May.", "The envoy", "proposed", "to meet in May"),
        ("Officials briefed on the talks said they had failed.", "Officials", "said", "they had failed"),
        (
            "The mayor told reporters that the bridge was safe.",
            "The mayor",
            "told",
            "that the bridge was safe",
        ),
        (
            "The mayor was told by engineers that the bridge was unsafe.",
            "engineers",
            "told by",
            "that the bridge was unsafe",
        ),
        (
            "The envoy said he would return and that talks would resume.",
            "The envoy",
            "said",
            "he would return and that talks would resume",
        ),
        ("The bank announced on Monday that it would close.", "The bank", "announced", "that it would close"),
        (
            "In a statement, the ministry said that troops had left.",
            "the ministry",
            "said",
            "that troops had left",
        ),
        (
            "The ministry said in a statement that troops had left.",
            "The ministry",
            "said",
            "that troops had left",
        ),
        (
            "The ministry said in a statement on Monday that troops had left.",
            "The ministry",
            "said",
            "that troops had left",
        ),
        (
            "The minister, speaking in Oslo, said the deal was dead.",
            "The minister",
            "said",
            "the deal was dead",
        ),
        ("Asked about the deal, the minister said it was dead.", "the minister", "said", "it was dead"),
        ("Pressed on the deal, the minister said it was dead.", "the minister", "said", "it was dead"),
        (
            "Having said she would run, the senator withdrew.",
            "the senator",
            "said",
            "she would run",
        ),
        ("The senator, who had vowed to run, withdrew.", "The senator", "vowed", "to run"),
        (
            "The president warned that Turkey would respond.",
            "The president",
            "warned",
            "that Turkey would respond",
        ),
        (
            "Villagers complained that the road was closed.",
            "Villagers",
            "complained",
            "that the road was closed",
        ),
    ],
)
def test_clause_of_a_reporting_verb_is_its_content(text: str, source: str, cue: str, content: str) -> None:
    assert drafts(text) == [(source, cue, content, None)]


@pytest.mark.parametrize(
    ("text", "source", "cue", "content"),
    [
        ("“The bridge is safe,” the mayor said.", "the mayor", "said", "“The bridge is safe,”"),
        ("“The bridge is safe,” said Mayor Tom Reyes.", "Mayor Tom Reyes", "said", "“The bridge is safe,”"),
        (
            "The mayor said: “Nobody left the hall.” She then sat down.",
            "The mayor",
            "said",
            "“Nobody left the hall.”",
        ),
        (
            "The general wrote on Twitter: “Our troops hold the pass.”",
            "The general",
            "wrote",
            "“Our troops hold the pass.”",
        ),
        (
            "The statement reads: “We will fight on to the end.”",
            "The statement",
            "reads",
            "“We will fight on to the end.”",
        ),
        ("The crowd chanted “Down with the king”.", "The crowd", "chanted", "“Down with the king”"),
        (
            "The envoy continued: “There is no other way out.”",
            "The envoy",
            "continued",
            "“There is no other way out.”",
        ),
        (
            "“Peace,” the envoy said, “is near at last.”",
            "the envoy",
            "said",
            "“Peace | “is near at last.”",
        ),
        (
            'The clerk told the court: "He never came back to us."',
            "The clerk",
            "told",
            '"He never came back to us."',
        ),
        (
            "The “ghost town” is empty, the mayor said.",
            "the mayor",
            "said",
            "The “ghost town” is empty",
        ),
    ],
)
def test_quotation_of_a_reporting_verb_is_its_content(text: str, source: str, cue: str, content: str) -> None:
    assert drafts(text) == [(source, cue, content, None)]


@pytest.mark.parametrize(
    ("text", "source", "cue", "content"),
    [
        ("The mayor denied taking bribes.", "The mayor", "denied", "taking bribes"),
        ("The clerk admitted stealing the file.", "The clerk", "admitted", "stealing the file"),
        (
            "The mayor promised to repair the bridge.",
            "The mayor",
            "promised",
            "to repair the bridge",
        ),
        (
            "The guerrillas threatened to blow up the dam.",
            "The guerrillas",
            "threatened",
            "to blow up the dam",
        ),
        (
            "The mayor and the governor agreed to reopen the road.",
            "The mayor and the governor",
            "agreed",
            "to reopen the road",
        ),
        ("The mayor called the plan a disgrace.", "The mayor", "called", "the plan a disgrace"),
        ("The envoy described the talks as frank.", "The envoy", "described", "the talks as frank"),
        (
            "The mayor accused the union of sabotage.",
            "The mayor",
            "accused",
            "the union of sabotage",
        ),
        (
            "The captain was blamed by the union for the delay.",
            "the union",
            "blamed by",
            "for the delay",
        ),
        ("The mayor urged residents to leave.", "The mayor", "urged", "residents to leave"),
        ("The court ordered the firm to pay.", "The court", "ordered", "the firm to pay"),
        ("The mayor criticised the delay.", "The mayor", "criticised", "the delay"),
        ("The mayor stressed the need for calm.", "The mayor", "stressed", "the need for calm"),
        ("The minister declared victory.", "The minister", "declared", "victory"),
        ("The minister declared himself satisfied.", "The minister", "declared", "himself satisfied"),
        ("The union argued its case.", "The union", "argued", "its case"),
        ("The crowd shouted slogans.", "The crowd", "shouted", "slogans"),
        ("The army offered to leave.", "The army", "offered", "to leave"),
        ("The army sought to calm the town.", "The army", "sought", "to calm the town"),
        ("The minister refused to resign.", "The minister", "refused", "to resign"),
        ("The union vowed to fight the law.", "The union", "vowed", "to fight the law"),
        (
            "The envoy rejected claims that the talks had failed.",
            "The envoy",
            "rejected",
            "claims that the talks had failed",
        ),
        ("Analysts expect the bank to cut rates.", "Analysts", "expect", "the bank to cut rates"),
        ("Residents fear the dam will break.", "Residents", "fear", "the dam will break"),
        (
            "The study, published on Monday, shows that the ice is melting.",
            "The study",
            "shows",
            "that the ice is melting",
        ),
    ],
)
def test_complement_of_promise_praise_and_blame_is_content(
    text: str, source: str, cue: str, content: str
) -> None:
    assert drafts(text) == [(source, cue, content, None)]


@pytest.mark.parametrize(
    ("text", "source", "cue", "content"),
    [
        ("The ferry reportedly sank off Crete.", None, "reportedly", "The ferry | sank off Crete"),
        ("Allegedly, the clerk stole the file.", None, "Allegedly", "the clerk stole the file"),
        ("The captain is believed to have fled.", None, "is believed", "The captain | to have fled"),
        (
            "The clerk is thought by colleagues to have stolen the file.",
            "colleagues",
            "is thought",
            "The clerk | to have stolen the file",
        ),
        (
            "It was reported that the captain had fled.",
            None,
            "was reported",
            "that the captain had fled",
        ),
        ("The bridge seems unsafe.", None, "seems", "unsafe"),
        ("The mayor was reported to have resigned.", None, "was reported", "The mayor | to have resigned"),
        (
            "The envoy is said by aides to be ill.",
            "aides",
            "is said",
            "The envoy | to be ill",
        ),
        (
            "According to the paper, which cited two officials, the diplomat had resigned.",
            "the paper",
            "According to",
            "the diplomat had resigned",
        ),
        ("The captain seems to have fled.", None, "seems", "to have fled"),
        ("It appears that the rebels are leaving.", None, "appears", "that the rebels are leaving"),
        ("The bridge is safe, according to the mayor.", "the mayor", "according to", "The bridge is safe"),
        (
            "According to two engineers, the bridge is unsafe.",
            "two engineers",
            "According to",
            "the bridge is unsafe",
        ),
        (
            "Guards beat inmates, according to the report, and starved them.",
            "the report",
            "according to",
            "Guards beat inmates | and starved them",
        ),
        (
            "According to a report by Amnesty International, guards beat inmates.",
            "a report by Amnesty International",
            "According to",
            "guards beat inmates",
        ),
    ],
)
def test_hearsay_has_the_clause_as_content(text: str, source: str | None, cue: str, content: str) -> None:
    assert drafts(text) == [(source, cue, content, None)]


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        (
            "Xinhua quoted the captain as saying that the ferry was full.",
            [
                ("Xinhua", "quoted", "that the ferry was full", None),
                ("the captain", "saying", "that the ferry was full", 0),
            ],
        ),
        (
            "The captain was quoted by Xinhua as saying that the ferry was full.",
            [
                ("Xinhua", "was quoted by", "that the ferry was full", None),
                ("The captain", "saying", "that the ferry was full", 0),
            ],
        ),
        (
            "The paper cited the minister as saying the dam was full.",
            [
                ("The paper", "cited", "the dam was full", None),
                ("the minister", "saying", "the dam was full", 0),
            ],
        ),
        (
            "Yonhap, quoting KCNA, said the test had failed.",
            [
                ("KCNA", "quoting", "the test had failed", 1),
                ("Yonhap", "said", "the test had failed", None),
            ],
        ),
        (
            "The aide, citing a letter, said the envoy had resigned.",
            [
                ("a letter", "citing", "the envoy had resigned", 1),
                ("The aide", "said", "the envoy had resigned", None),
            ],
        ),
        (
            "The station, quoting witnesses, reported that two people had drowned.",
            [
                ("witnesses", "quoting", "that two people had drowned", 1),
                ("The station", "reported", "that two people had drowned", None),
            ],
        ),
        (
            "The minister said officials had told him that the dam was safe.",
            [
                ("The minister", "said", "officials had told him that the dam was safe", None),
                ("officials", "told", "that the dam was safe", 0),
            ],
        ),
        (
            "The minister said the envoy told him the talks had failed.",
            [
                ("The minister", "said", "the envoy told him the talks had failed", None),
                ("the envoy", "told", "the talks had failed", 0),
            ],
        ),
    ],
)
def test_source_behind_a_source_is_its_child(text: str, rows: list[Row]) -> None:
    assert drafts(text) == rows


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        (
            "Police said two men died, but relatives said they were alive.",
            [
                ("Police", "said", "two men died", None),
                ("relatives", "said", "they were alive", None),
            ],
        ),
        (
            "The minister said the talks had failed, but added that more would follow.",
            [
                ("The minister", "said", "the talks had failed", None),
                ("The minister", "added", "that more would follow", None),
            ],
        ),
        (
            "“We have nothing to hide,” the mayor said, adding that the bridge was safe.",
            [
                ("the mayor", "said", "“We have nothing to hide,”", None),
                ("the mayor", "adding", "that the bridge was safe", None),
            ],
        ),
        (
            "“We have nothing to hide,” the mayor told reporters who had waited for hours outside the old"
            " town hall on Monday, insisting that the bridge was safe.",
            [
                ("the mayor", "told", "“We have nothing to hide,”", None),
                ("the mayor", "insisting", "that the bridge was safe", None),
            ],
        ),
        (
            "The ministry said in a statement that troops had left, adding that none was hurt.",
            [
                ("The ministry", "said", "that troops had left", None),
                ("The ministry", "adding", "that none was hurt", None),
            ],
        ),
    ],
)
def test_two_cues_of_a_sentence_keep_apart(text: str, rows: list[Row]) -> None:
    assert drafts(text) == rows


BODY = "\n\nThe ferry sank on a calm night in June."


@pytest.mark.parametrize(
    ("headline", "rows"),
    [
        ("Witnesses: Ferry sank in minutes", [("Witnesses", ":", "Ferry sank in minutes", None)]),
        ("Iraqi MP: US pullout under way", [("Iraqi MP", ":", "US pullout under way", None)]),
        ("UN says: Aid will stop", [("UN", "says", "Aid will stop", None)]),
        ("Weather: Rain in the north", []),
        ("Ferry sank in minutes", []),
        ("The sad and very long tale of officials: A ferry sank", []),
    ],
)
def test_name_before_a_headlines_colon_speaks(headline: str, rows: list[Row]) -> None:
    assert drafts(headline + BODY) == rows


@pytest.mark.parametrize(
    "text",
    [
        "The minister said.",
        "The bishop warned of hunger.",
        "A senior official confirmed the strike.",
        "The so-called “safe zone” was shelled.",
        "Witnesses: two. Dead: none.",
        "The file was read.",
        "Rain fell on the harbour.",
        "The mayor reported to work at nine.",
        "The firm announced a merger.",
        "The envoy agreed with the mayor.",
        "The envoy read the letter.",
        "The envoy demanded an apology.",
        "The mayor spoke in a statement that was read to the press.",
        "The mayor said so in a statement that was read to the press.",
    ],
)
def test_no_content_no_attribution(text: str) -> None:
    assert drafts(text) == []


def test_who_is_asked_did_not_ask() -> None:
    assert "Asked" not in [cue for _, cue, _, _ in drafts("Asked if he would resign, the minister left.")]


@pytest.mark.parametrize(
    ("text", "source", "cue", "content"),
    [
        ("The Red Cross put the toll at 15.", "The Red Cross", "put", ["the toll at 15"]),
        ("The health ministry gave a toll of 23.", "The health ministry", "gave", ["a toll of 23"]),
        ("Officials raised the number of dead to 31.", "Officials", "raised", ["the number of dead to 31"]),
        (
            "The toll was put at 41 by the Kenya Red Cross.",
            "the Kenya Red Cross",
            "put",
            ["The toll", "at 41"],
        ),
        ("He put the number of wounded at 130.", "He", "put", ["the number of wounded at 130"]),
        ("Kofi Annan lowered the death toll to nine.", "Kofi Annan", "lowered", ["the death toll to nine"]),
    ],
)
def test_who_states_a_toll_is_its_source(text: str, source: str, cue: str, content: list[str]) -> None:
    (draft,) = draft_attributions_by_rules(parse(text))
    assert draft.source is not None
    assert (draft.source.text, draft.cue.text) == (source, cue)
    assert [piece.text for piece in draft.content] == content


@pytest.mark.parametrize(
    "text",
    [
        "The attack raised the death toll to 31.",
        "Monday's clashes raised the number of dead to 200.",
        "The army gave the villagers a number to call.",
        "The firm put the number of branches at 40.",
        "It raised the death toll to 31.",
        "The guard put a wounded man on a bus.",
        "Police set up a casualty number for relatives.",
        "The authority raised the tolls at two bridges.",
        "The authority raised the toll to $7.",
    ],
)
def test_what_raises_a_toll_is_no_source(text: str) -> None:
    assert draft_attributions_by_rules(parse(text)) == ()
