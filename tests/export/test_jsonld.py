"""JSON-LD: Web Annotations and PROV-O."""

import json

import pytest
from msgspec.structs import replace
from tests.export.made import HOSTILE, TEXT, export, hostile, make_told, withdrawal

from sayso.export.jsonld import CONTEXT

OA, PROV = "http://www.w3.org/ns/oa#", "http://www.w3.org/ns/prov#"


def graph(*told):
    found = json.loads(export("jsonld", told)[""])
    assert set(found) == {"@context", "@graph"}
    return found["@graph"]


def note(told):
    (found,) = [one for one in graph(told) if one["type"] == "Annotation"]
    return found


def keys(node):
    if isinstance(node, list):
        return {key for one in node for key in keys(one)}
    if isinstance(node, dict):
        return set(node) | {key for one in node.values() for key in keys(one)}
    return set()


def test_every_key_is_a_term_of_the_context():
    found = keys(graph(withdrawal(url="https://karo.example.org/a"), make_told()))
    assert {key for key in found if not key.startswith("sayso:")} <= set(CONTEXT)


def test_context_stands_in_the_document():
    context = json.loads(export("jsonld", [withdrawal()])[""])["@context"]
    assert context == CONTEXT
    prefixes = {"oa", "dc", "foaf", "as", "xsd", "prov", "sayso"}
    for term, meaning in context.items():
        iri = meaning["@id"] if isinstance(meaning, dict) else meaning
        assert term in prefixes or iri.startswith("@") or iri.partition(":")[0] in prefixes


def test_annotation_has_both_selectors_and_the_texts_hash():
    told = withdrawal()
    target = note(told)["target"]
    position, quotation = target["selector"]
    assert position == {
        "type": "TextPositionSelector",
        "start": told.claim.trigger.start,
        "end": told.claim.trigger.end,
    }
    assert TEXT[position["start"] : position["end"]] == quotation["exact"] == "withdrew"
    around = quotation["prefix"] + quotation["exact"] + quotation["suffix"]
    assert around in TEXT
    assert target["state"]["sayso:sha256"] == told.report.sha256


def test_target_is_the_page_or_the_report():
    assert (
        note(withdrawal(url="https://karo.example.org/a b"))["target"]["source"]
        == "https://karo.example.org/a%20b"
    )
    told = withdrawal(url="javascript:alert(1)")
    assert note(told)["target"]["source"] == f"urn:sayso:report:{told.report.id}"


def test_provenance_follows_the_chain_to_the_report():
    told = withdrawal()
    nodes = {one["id"]: one for one in graph(told)}
    claim = note(told)["body"]
    (first,) = claim["hadPrimarySource"]
    assert nodes[first]["wasAttributedTo"]["name"] == "Omar Haddad"
    outer = nodes[first]["wasQuotedFrom"]
    assert nodes[outer]["wasAttributedTo"]["name"] == "Sahar News"
    assert nodes[outer]["wasQuotedFrom"] == claim["wasQuotedFrom"] == f"urn:sayso:report:{told.report.id}"
    assert [one["name"] for one in claim["wasAttributedTo"]] == ["Omar Haddad"]


def test_own_voice_is_the_outlets():
    told = make_told()
    claim = note(told)["body"]
    assert claim["hadPrimarySource"] == f"urn:sayso:report:{told.report.id}"
    assert claim["wasAttributedTo"]["name"] == "The Karo Post"


def test_claim_says_how_far_it_went():
    claim = note(withdrawal())["body"]
    assert (claim["sayso:eventType"], claim["sayso:status"], claim["sayso:negated"]) == (
        "RETREAT",
        "occurred",
        False,
    )
    assert claim["sayso:time"]["sayso:from"] == "2030-03-18"
    assert claim["sayso:quantity"] == [
        {"sayso:words": "At least 107", "sayso:min": 107, "sayso:approximate": False, "sayso:unit": "killed"}
    ]


def test_ids_are_unique_for_two_reports_of_one_document():
    ids = [one["id"] for one in graph(withdrawal(publisher="A"), withdrawal(publisher="B"))]
    assert len(set(ids)) == len(ids)


def test_attributions_come_once_a_report():
    told = withdrawal()
    found = graph(told, replace(told, claim=replace(told.claim, id="c_other")))
    assert len([one for one in found if "sayso:Attribution" in one["type"]]) == 2


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
def test_document_is_read_as_linked_data():
    rdflib = pytest.importorskip("rdflib", reason="needs rdflib")
    told = [withdrawal(url="https://karo.example.org/a"), *(hostile(words) for words in HOSTILE)]
    document = json.loads(export("jsonld", told)[""])
    found = rdflib.Graph().parse(data=json.dumps(document), format="json-ld")
    oa, prov = rdflib.Namespace(OA), rdflib.Namespace(PROV)
    assert len(set(found.subjects(rdflib.RDF.type, oa.Annotation))) == len(told)
    assert len(set(found.subjects(oa.hasBody, None))) == len(told)
    claims = set(found.objects(None, oa.hasBody))
    for property_ in (prov.wasQuotedFrom, prov.hadPrimarySource, prov.wasAttributedTo):
        assert claims <= set(found.subjects(property_, None))
    exact = {str(one) for one in found.objects(None, oa.exact)}
    assert exact == {one.claim.trigger.text for one in told}
