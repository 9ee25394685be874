"""Who speaks of an event that several reports tell, with or without a claim of it."""

from msgspec.structs import replace
from tests.relate.told_by_hand import report_of, said, span, told

from sayso.model import OriginKind, SourceKind
from sayso.relate.sources import StorySources, find_origins
from sayso.relate.sources.identity import SourceIdentity, name_tokens
from sayso.relate.sources.linking import QuotedSource, link_sources

TEXT = (
    "Two men were shot, Harbour police said. Ruth Adler, a neighbour, heard a bang, she said. "
    "Fares rose, {} said."
)


def report(publisher: str, aside: str):
    """A report of a shooting that quotes the police, a neighbour beside it, and somebody on fares."""
    return report_of(TEXT.format(aside), publisher)


def attribution(text: str, words: str, kind: SourceKind, confidence: float = 0.95, id: str = "a1"):
    return replace(said(text, words, None, kind, id=id), confidence=confidence, content=(span(text, "bang"),))


def story(*, neighbour: float = 0.95):
    claims, attributions = [], {}
    for publisher, aside in (("BBC", "Jan Lind"), ("Daily Mail", "Eva Holm")):
        one = report(publisher, aside)
        police = attribution(one.text, "Harbour police", SourceKind.NAMED_ORGANIZATION)
        adler = attribution(one.text, "Ruth Adler", SourceKind.NAMED_PERSON, neighbour, "a2")
        claims.append(told(one, "shot", said=(police,)))
        attributions[one.id] = (police, adler)
    return claims, attributions


def test_a_source_without_a_claim_is_an_origin_if_the_reports_tell_of_the_event():
    claims, attributions = story()
    origins = find_origins(claims, {}, StorySources(claims, {}, attributions))
    assert {one.name: len(one.claims) for one in origins} == {"Harbour police": 2, "Ruth Adler": 0}
    neighbour = next(one for one in origins if not one.claims)
    assert set(neighbour.reports) == {claim.report.id for claim in claims}
    assert "no claim that was read" in neighbour.why


def test_a_source_that_is_hardly_read_is_none():
    claims, attributions = story(neighbour=0.3)
    origins = find_origins(claims, {}, StorySources(claims, {}, attributions))
    assert [one.name for one in origins] == ["Harbour police"]


def test_in_one_report_alone_only_sources_of_claims_are_origins():
    claims, attributions = story()
    origins = find_origins(claims[:1], {}, StorySources(claims, {}, attributions))
    assert [one.name for one in origins] == ["Harbour police"]


def test_the_source_of_an_aside_is_uncertain():
    """A claim of the event in two reports that are about something else."""
    claims, attributions = story()
    others = [
        told(
            report_of(
                f"Prices rose. Fares rose. Rents rose. Wages rose. {n} men were shot, Eva Holm said.",
                f"Sun {n}",
            ),
            words,
        )
        for n in (1, 2)
        for words in ("Prices rose", "Fares rose", "Rents rose", "Wages rose")
    ]
    asides = [
        replace(one, attributions=(holm,), claim=replace(one.claim, chains=((holm.id,),)))
        for one in (
            told(report, "men were shot") for report in dict.fromkeys(other.report for other in others)
        )
        for holm in [attribution_in(one.report.text)]
    ]
    sources = StorySources(
        [*claims, *others, *asides], {}, attributions | {one.report.id: one.attributions for one in asides}
    )
    origins = find_origins([*claims, *asides], {}, sources)
    holm = next(one for one in origins if one.name == "Eva Holm")
    assert holm.kind is OriginKind.UNCERTAIN
    assert len(holm.claims) == 2


def attribution_in(text: str):
    return replace(said(text, "Eva Holm", None, SourceKind.NAMED_PERSON), confidence=0.6)


def test_every_source_is_in_one_group():
    """Also the words for a post that two persons have, and that the gazetteer knows."""
    persons = [
        SourceIdentity(name, name_tokens(name), is_person=True, posts=("us attorney",))
        for name in ("Ruth Adler", "Jan Lind")
    ]
    post = SourceIdentity("U.S. Attorney", (), "country/USA/JUD/attorney", "prosecution")
    sources = [QuotedSource(f"r{n}", "BBC", one) for n, one in enumerate([*persons, post])]
    groups = link_sources(sources)
    assert sorted(source for group in groups for source in group) == sorted(sources)
