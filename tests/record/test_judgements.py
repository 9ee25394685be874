"""What people decide is shown, kept, and found again in new readings and new texts."""

import msgspec
import pytest
from msgspec.structs import replace
from tests.record.made import SECOND, WITHDRAWAL, Maker, content, fields, plain, withdrawal

from sayso.errors import UnknownError, UsageError
from sayso.model import Reading, Toponym, Verdict, make_report
from sayso.record import Decision, Store
from sayso.tables import as_words


@pytest.fixture
def record(record: Store) -> Store:
    record.put(withdrawal())
    return record


LEFT, ASKED = withdrawal().claims


def decide(record: Store, verdict: str, *words: str, id: str = LEFT.id, **known: str):
    field, value = words if len(words) == 2 else ("", "")
    other = words[0] if len(words) == 1 else ""
    decision = Decision(verdict=Verdict(verdict), by="Ann", field=field, value=value, other=other, **known)
    return record.judge(id, decision)


def shown(record: Store, **filters: object):
    return {row.claim.key: (row.claim, row.verdict) for row in record.claims(**filters)}


def test_correction_is_shown_and_the_value_before_kept(record: Store) -> None:
    judgement = decide(record, "correct", "type", "protest", why="see the headline")
    assert (judgement.before, judgement.value) == ('"RETREAT"', '"PROTEST"')
    claim, verdict = shown(record)[LEFT.key]
    assert (claim.event.type, verdict) == ("PROTEST", "corrected")
    assert shown(record, original=True)[LEFT.key][0] == LEFT
    assert len(record.claims()) == len(record.claims(original=True)) == 2
    (kept,) = record.judgements()
    assert kept == judgement
    assert (kept.by, kept.why, kept.at[-6:]) == ("Ann", "see the headline", "+00:00")
    assert kept.quote.words == "withdrew"
    assert kept.quote.before == "The army "
    assert WITHDRAWAL.startswith(kept.quote.before + kept.quote.words + kept.quote.after)


def test_filters_go_by_the_value_judged(record: Store) -> None:
    decide(record, "correct", "type", "PROTEST")
    decide(record, "correct", "actors", "Ali Haddad")
    assert len(record.claims(type="RETREAT")) == 0
    assert len(record.claims(type="PROTEST", actor="haddad")) == 1
    assert len(record.claims(type="RETREAT", actor="army", original=True)) == 1
    assert len(record.claims(actor="army")) == 0
    assert len(record.claims(text="withdrew", source="haddad")) == 1


@pytest.mark.parametrize(
    ("field", "value", "now"),
    [
        ("status", "planned", "planned"),
        ("negated", "true", True),
        ("certainty", "possible", "possible"),
        ("time", "null", None),
        ("quantities", "[]", ()),
        ("recipients", "", ()),
    ],
)
def test_field_is_corrected(record: Store, field: str, value: str, now: object) -> None:
    decide(record, "correct", field, value)
    assert getattr(shown(record)[LEFT.key][0], field) == now


def test_hedge_is_corrected_by_its_words(record: Store) -> None:
    decide(record, "correct", "certainty", "probable")
    decide(record, "correct", "hedge", "The army; withdrew")
    claim = shown(record)[LEFT.key][0]
    assert claim.hedge_words() == "The army … withdrew"


def test_modes_and_contexts_are_written_as_the_codebook_has_them(record: Store) -> None:
    decide(record, "correct", "mode", "Withdraw, ceasefire")
    decide(record, "correct", "context", "Pro-Democracy,military")
    event = shown(record)[LEFT.key][0].event
    assert (event.mode, event.context) == (("withdraw", "ceasefire"), ("pro democracy", "military"))
    decide(record, "correct", "mode", "")
    assert shown(record)[LEFT.key][0].event.mode == ()


@pytest.mark.parametrize(
    "name", ["", " ", "\u200b\u2060", "\u00a0\u3000", "\u3164", "\ufeff", "\u2800", "--"]
)
def test_judge_without_a_visible_name_is_refused(record: Store, name: str) -> None:
    with pytest.raises(UsageError, match="needs a name"):
        record.judge(LEFT.id, Decision(verdict=Verdict.ACCEPT, by=name))
    assert record.judgements() == []


def test_corrected_words_become_spans_of_the_text(record: Store) -> None:
    decide(record, "correct", "recipients", "Ali Haddad; the Daily Post")
    decide(record, "correct", "actors", "The army")
    decide(record, "correct", "places", "Basrah")
    claim = shown(record)[LEFT.key][0]
    assert [(one.text, one.start) for one in claim.recipients] == [
        (words, WITHDRAWAL.index(words)) for words in ("Ali Haddad", "the Daily Post")
    ]
    assert claim.actors[0].entity == LEFT.actors[0].entity
    assert claim.places == ASKED.places


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("type", "FOO"), "no event type"),
        (("status", "finished"), "one of occurred"),
        (("sentence", "x"), "no field"),
        (("actors", "Zorro"), "does not hold the words"),
        (("actors", '[{"start": 0, "end": 3, "text": "abc"}]'), "does not stand at 0"),
        (("time", "{"), "not the JSON"),
        (("negated", "perhaps"), "neither true nor false"),
        (("mode", "nonsense"), "no mode of RETREAT .one of withdraw, release"),
        (("mode", "withdraw, nonsense"), "'nonsense' is no mode"),
        (("context", '["nonsense"]'), "no context .one of military"),
    ],
)
def test_correction_that_cannot_be_is_told_and_changes_nothing(record: Store, words, told: str) -> None:
    before = content(record)
    with pytest.raises(UsageError, match=told):
        decide(record, "correct", *words)
    assert content(record) == before


def test_rejected_claim_is_left_out_and_can_be_shown(record: Store) -> None:
    decide(record, "reject")
    assert set(shown(record)) == {ASKED.key}
    assert shown(record, original=True)[LEFT.key] == (LEFT, "rejected")
    assert next(iter(record.reports())).claims == 1
    decide(record, "accept")
    assert shown(record)[LEFT.key] == (replace(LEFT, confidence=1.0), "accepted")


def test_last_judgement_holds_and_all_are_kept(record: Store) -> None:
    for status in ("planned", "ongoing"):
        decide(record, "correct", "status", status)
    assert shown(record)[LEFT.key][0].status == "ongoing"
    assert [(one.before, one.in_force) for one in record.judgements()] == [
        ('"occurred"', False),
        ('"planned"', True),
    ]


def test_withdrawn_judgement_holds_no_more(record: Store) -> None:
    judgement = decide(record, "correct", "status", "planned")
    decide(record, "withdraw", judgement.id)
    assert shown(record)[LEFT.key] == (LEFT, "")
    assert [one.verdict for one in record.judgements()] == ["correct", "withdraw"]
    with pytest.raises(UnknownError, match="no judgement"):
        decide(record, "withdraw", judgement.id, id=ASKED.id)


def test_judgement_needs_a_name_and_a_claim(record: Store) -> None:
    with pytest.raises(UsageError, match="name"):
        record.judge(LEFT.id, Decision(verdict=Verdict.ACCEPT, by=" "))
    with pytest.raises(UnknownError, match="no claim"):
        decide(record, "accept", id="c_none")


@pytest.mark.parametrize(
    ("verdict", "known"),
    [
        ("reject", {"field": "status", "value": "planned"}),
        ("accept", {"value": "\r\n"}),
        ("merge", {"field": "type", "other": ASKED.id}),
        ("accept", {"other": ASKED.id}),
        ("correct", {"field": "status", "value": "planned", "other": ASKED.id}),
    ],
)
def test_verdict_takes_only_what_it_has_a_use_for(record: Store, verdict: str, known: dict[str, str]) -> None:
    with pytest.raises(UsageError, match=f"{verdict} takes no"):
        record.judge(LEFT.id, Decision(verdict=Verdict(verdict), by="Ann", **known))
    assert record.judgements() == []


def test_value_that_was_never_looked_at_is_shown_as_it_is() -> None:
    assert as_words("\r\nset") == "\r\nset"


def test_attributions_and_commitments_are_judged_too(record: Store) -> None:
    reading = withdrawal()
    decide(record, "correct", "source_kind", "unnamed_official", id=reading.attributions[1].id)
    decide(record, "correct", "strength", "must", id=reading.commitments[0].key)
    assert "unnamed_official" in [row.attribution.source_kind for row in record.attributions()]
    claim = next(row for row in record.claims() if row.claim.id == LEFT.id)
    assert claim.attributions[0].source_kind == "unnamed_official"
    assert [row.commitment.strength for row in record.commitments(type="REQUEST")] == ["must"]
    assert len(record.attributions(type="RETREAT")) == 2


def test_judgement_holds_for_every_outlet_of_the_document(record: Store) -> None:
    record.put(withdrawal(publisher="Evening Star"))
    decide(record, "reject")
    assert len(record.claims()) == 2
    record.put(withdrawal(publisher="Morning Sun"))
    record.put(withdrawal(published="2021-01-01"))
    assert {row.claim.key for row in record.claims()} == {ASKED.key}


def test_judgement_survives_a_new_reader(record: Store) -> None:
    decide(record, "correct", "status", "planned")
    record.put(withdrawal(SECOND))
    claim, verdict = shown(record)[LEFT.key]
    assert claim.id != LEFT.id
    assert (claim.status, verdict) == ("planned", "corrected")
    assert record.judgements()[0].stands == (LEFT.key,)


def test_judgement_without_its_words_is_listed(record: Store) -> None:
    decide(record, "correct", "status", "planned")
    nothing = Maker(withdrawal().report, SECOND).reading()
    record.put(nothing)
    assert len(record.claims()) == 0
    assert record.judgements()[0].stands == ()
    record.put(withdrawal())
    assert record.judgements()[0].stands == (LEFT.key,)
    assert shown(record)[LEFT.key][0].status == "planned"


def extracted_anew(text: str, input_id: str = "w") -> Reading:
    """The same page with other words around the report's own."""
    report = make_report(text, input_id=input_id, publisher="Daily Post", published="2020-04-14")
    make = Maker(report)
    return make.reading(claims=(make.claim("withdrew", "RETREAT"), make.claim("demanded", "REQUEST")))


def test_judgement_survives_a_text_extracted_anew(record: Store) -> None:
    decide(record, "correct", "actors", "The army")
    decide(record, "correct", "status", "planned")
    new = extracted_anew(f"From our correspondent in Erbil\n\n{WITHDRAWAL}")
    record.put(new)
    claim, verdict = shown(record)[new.claims[0].key]
    assert (claim.status, verdict) == ("planned", "corrected")
    assert [(one.text, one.start) for one in claim.actors] == [
        ("The army", new.report.text.index("The army"))
    ]
    assert set(record.judgements()[0].stands) == {LEFT.key, new.claims[0].key}
    assert shown(record)[new.claims[1].key][1] == ""


def test_judgement_stays_off_other_pages_and_other_words(record: Store) -> None:
    decide(record, "reject")
    elsewhere = extracted_anew(f"Elsewhere. {WITHDRAWAL}", input_id="other")
    changed = extracted_anew("Elsewhere rebels withdrew. Somebody demanded something.")
    for one in (elsewhere, changed):
        record.put(one)
        assert one.claims[0].key in shown(record)


def test_merge_and_split_are_kept_for_the_groups(record: Store) -> None:
    decide(record, "merge", ASKED.id)
    assert [(one.one, one.other, one.together) for one in record.links()] == [(LEFT.key, ASKED.key, True)]
    split = decide(record, "split", LEFT.key, id=ASKED.key)
    assert [one.together for one in record.links()] == [False]
    record.judge(ASKED.key, Decision(verdict=Verdict.WITHDRAW, by="Bob", other=split.id))
    assert [one.together for one in record.links()] == [True]
    with pytest.raises(UsageError, match="merged"):
        decide(record, "merge", LEFT.key)


def test_pair_without_an_event_is_refused(record: Store) -> None:
    attributions = [row.attribution.id for row in record.attributions()]
    with pytest.raises(UsageError, match="not an attribution"):
        decide(record, "merge", attributions[1], id=attributions[0])
    decide(record, "reject", id=ASKED.key)
    with pytest.raises(UsageError, match="rejected"):
        decide(record, "merge", ASKED.key)
    assert list(record.links()) == []


def test_pair_that_other_decisions_rule_out_is_refused(record: Store) -> None:
    for n in range(2):
        record.put(plain(f"Platoon {n} left.", input_id=str(n)))
    keys = sorted(row.claim.key for row in record.claims(type="RETREAT") if row.report.input_id != "w")
    decide(record, "merge", keys[0])
    split = decide(record, "split", keys[1], id=keys[0])
    with pytest.raises(UsageError, match="were split"):
        decide(record, "merge", keys[1])
    record.judge(keys[0], Decision(verdict=Verdict.WITHDRAW, by="Ann", other=split.id))
    decide(record, "merge", keys[1])
    with pytest.raises(UsageError, match="other merges"):
        decide(record, "split", keys[1], id=keys[0])
    decide(record, "split", keys[0])


def test_forgotten_report_takes_its_judgements_along(record: Store) -> None:
    decide(record, "correct", "status", "planned")
    record.forget("w", reason="asked for")
    assert record.judgements() == []


def test_place_given_as_json_is_taken_as_it_is(record: Store) -> None:
    place = Toponym(**fields(WITHDRAWAL, "Erbil"), name="Arbela")
    decide(record, "correct", "places", msgspec.json.encode([place]).decode())
    assert shown(record)[LEFT.key][0].places == (place,)
    assert len(record.claims(place="arbela")) == 1


def test_claims_are_found_by_what_was_decided_on_them(record: Store) -> None:
    decide(record, "reject")
    decide(record, "accept", id=ASKED.id)
    assert list(shown(record, verdict="rejected")) == [LEFT.key]
    assert list(shown(record, verdict="accepted")) == [ASKED.key]
    assert not shown(record, verdict="none")
    assert [row.claim.id for row in record.claims()] == [ASKED.id]


def test_last_judgements_tell_whether_they_are_in_force(record: Store) -> None:
    first = decide(record, "accept")
    last = decide(record, "reject")
    (found,) = record.judgements(last=1)
    assert found == last
    assert [one.in_force for one in record.judgements(last=2)] == [False, True]
    assert record.judgements(LEFT.key)[0].id == first.id
