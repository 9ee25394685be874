"""What the learned tier must get right on plain sentences, and how its parts fit together."""

from pathlib import Path

import pytest

import sayso
from sayso.errors import MissingModelError
from sayso.heads import WEIGHTS, load_heads
from sayso.language import load_encoder, parse_text
from sayso.model import Reading, Tier, make_report
from sayso.pipeline import Pipeline, available_tiers


def read(pipeline: Pipeline, text: str) -> Reading:
    (reading,) = pipeline.read([make_report(text, published="2020-03-17")])
    return reading


def test_learned_tier_comes_with_the_package():
    assert available_tiers() == (Tier.FULL, Tier.FAST)


def test_reading_says_which_tier_and_models_made_it(full):
    reader = read(full, "Troops left the border.").reader
    assert reader.tier is Tier.FULL
    assert {"parser", "encoder", "gazetteer"} <= reader.models.keys()


@pytest.mark.parametrize(
    ("text", "type_", "source"),
    [
        ("Rebels withdrew from the town on Sunday, the army said.", "RETREAT", "the army"),
        ("Police arrested twelve students, according to witnesses.", "COERCE", "witnesses"),
        ("The minister said gunmen had attacked a bus near the border.", "ASSAULT", "The minister"),
    ],
)
def test_claim_hangs_on_its_source(full, text, type_, source):
    reading = read(full, text)
    by_id = {one.id: one for one in reading.attributions}
    claim = next(one for one in reading.claims if one.event.type == type_)
    assert [[by_id[link].source[0].text for link in chain] for chain in claim.chains] == [[source]]


def test_relayed_words_have_a_chain_of_two(full):
    text = "“Our troops have withdrawn,” Omar Haddad was quoted by the Sana news agency as saying."
    reading = read(full, text)
    by_id = {one.id: one for one in reading.attributions}
    claim = next(one for one in reading.claims if one.event.type == "RETREAT")
    (chain,) = claim.chains
    assert [by_id[link].source[0].text for link in chain] == ["Omar Haddad", "the Sana news agency"]


def test_report_without_a_speaker_speaks_itself(full):
    reading = read(full, "Police arrested twelve students in Cairo on Monday.")
    assert [claim.chains for claim in reading.claims] == [()]


def test_roles_are_whole_noun_phrases(full):
    reading = read(full, "The interior ministry expelled three foreign diplomats on Monday.")
    (claim,) = reading.claims
    assert [one.text for one in claim.actors] == ["The interior ministry"]
    assert [one.text for one in claim.recipients] == ["three foreign diplomats"]


def test_resolution_is_read_by_its_form_in_both_tiers(either):
    text = (
        "Resolution on the valley\n\n1. Demands that all parties cease hostilities at once;\n\n"
        "2. Calls upon the government to admit inspectors within ten days.\n"
    )
    assert [one.verb for one in read(either, text).commitments] == ["Demands", "Calls upon"]


def test_event_words_are_no_fragments_of_one_another(full):
    reading = read(full, "The army said its military operations near Douma were continuing on Monday.")
    parse = parse_text(reading.report.text)
    for claim in reading.claims:
        head = parse.head_of(claim.trigger.start, claim.trigger.end)
        above = parse.tokens[head.head]
        others = [one.trigger for one in reading.claims if one is not claim]
        modifies = head.dep in ("amod", "compound", "det", "poss")
        assert not (modifies and any(one.start <= above.start < one.end for one in others))


@pytest.mark.parametrize("name", ["encoder.int8.onnx", "heads.npz", "config.json", "tokenizer.json"])
@pytest.mark.parametrize("damage", ["cut", "overwritten", "emptied", "missing"])
def test_damaged_model_file_is_told_with_its_remedy(tmp_path: Path, name: str, damage: str) -> None:
    folder = tmp_path / "weights"
    folder.mkdir()
    for file in WEIGHTS.iterdir():
        if file.name != name:
            (folder / file.name).symlink_to(file)
    content = (WEIGHTS / name).read_bytes()
    damaged = {"cut": content[: len(content) // 2], "overwritten": b"\x00\xff" * 500, "emptied": b""}
    if damage in damaged:
        (folder / name).write_bytes(damaged[damage])
    with pytest.raises(MissingModelError) as raised:
        load_encoder(folder)
        load_heads(folder)
    assert name in str(raised.value) or (name, damage) == ("config.json", "missing")
    assert "pip install --force-reinstall sayso" in raised.value.help


def test_missing_full_tier_is_a_warning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sayso.pipeline.is_installed", lambda: False)
    with pytest.warns(RuntimeWarning, match="full tier are not installed"):
        reading = sayso.read("Rebels withdrew from the town on Sunday, the army said.")
    assert reading.reader.tier is Tier.FAST
