"""Claims made by hand, and whatever text in all their parts."""

import tomllib
from pathlib import Path

from msgspec.structs import replace

from sayso.export import format_named
from sayso.model import (
    Attribution,
    Claim,
    ClaimObject,
    Entity,
    EntityKind,
    Event,
    GroupRef,
    Mint,
    NamedEntity,
    ObjectEvent,
    Participant,
    Quantity,
    Reader,
    SourcedClaim,
    Span,
    Status,
    Tier,
    TimeExpression,
    Toponym,
    make_report,
)

COLUMNS = tomllib.loads(Path(__file__).with_name("columns.toml").read_text(encoding="utf-8"))
TEXT = (
    "Iraqi troops leave base\n\nIraqi troops withdrew from Erbil on Monday, deputy Omar Haddad said, "
    "Sahar News reported.\n\nAt least 107 people were killed."
)
READER = Reader(version="0", tier=Tier.FAST, models={"parser": "1"})
IRAQ_ARMY = Entity(
    id="country/IRQ/MIL/troops",
    name="Iraq troops",
    kind=EntityKind.GROUP,
    code="IRQ",
    country="IRQ",
    sector="MIL",
    gazetteer="country/IRQ",
)
USA = Entity(
    id="country/USA",
    name="United States",
    kind=EntityKind.COUNTRY,
    code="USA",
    country="USA",
    sector="GOV",
    gazetteer="country/USA",
)
HADDAD = Entity(id="e2", name="Omar Haddad", kind=EntityKind.PERSON)
# What breaks formats: separators, quotes, line ends of every kind, marks of direction, formulas.
HOSTILE = (
    "a\tb",
    'he "said" so, twice',
    "two\nlines",
    "next\u0085line\u2028and\u2029paragraph",
    "\u202eright to left\u200f \u2066isolate\u2069",
    "قال النائب «نعم»",
    '=HYPERLINK("http://example.org")',
    "+1",
    "-2",
    "@SUM(A1)",
    "#comment",
    "'",
    '"',
    '""',
    "\\N",
    "\\",
    "NULL",
    "NaN",
    " spaces ",
    "a;b",
    "; ",
    "<script>alert(1)</script>",
    "\ufeffmark",
    "\ufffd",
    "\U0001f642",
    "\x1b[2J",
    "1e3",
    "0042",
)


def span(text: str, words: str) -> Span:
    start = text.index(words)
    return Span.of(text, start, start + len(words))


def at(text: str, words: str) -> dict[str, int | str]:
    one = span(text, words)
    return {"start": one.start, "end": one.end, "text": one.text}


def make_told(text: str = TEXT, *, trigger: str = "withdrew", report=None, **known) -> SourcedClaim:
    """A claim whose trigger stands in `text`; `known` are the claim's fields, and SourcedClaim's own."""
    report = report or make_report(text, publisher="The Karo Post", published="2030-03-18")
    mint = Mint(report.document, READER.fingerprint())
    id_, key = mint.stamp("c", span(report.text, trigger))
    own = {name: known.pop(name) for name in ("attributions", "entities", "toponyms") if name in known}
    known.setdefault("event", Event(type="RETREAT", mode=("withdraw",)))
    claim = Claim(
        id=id_,
        key=key,
        trigger=span(report.text, trigger),
        sentence=known.pop("sentence", span(report.text, trigger)),
        **known,
    )
    return SourcedClaim(report=report, reader=READER, claim=claim, **own)


def withdrawal(
    *, status=Status.OCCURRED, published="2030-03-18", url=None, publisher="The Karo Post"
) -> SourcedClaim:
    """One of everything, all of it known."""
    report = make_report(TEXT, publisher=publisher, published=published, url=url, language="en")
    erbil = Toponym(
        **at(TEXT, "Erbil"),
        name="Erbil",
        geonameid=95446,
        lat=36.19,
        lon=44.01,
        country="IRQ",
        feature="PPL",
        confidence=0.9,
    )
    outer = Attribution(
        id="a1", key="k_a1", source=(span(TEXT, "Sahar News"),), cue=(span(TEXT, "reported"),)
    )
    inner = Attribution(
        id="a2",
        key="k_a2",
        source=(span(TEXT, "deputy Omar Haddad"),),
        source_entity=HADDAD,
        cue=(span(TEXT, "said"),),
        parent="a1",
    )
    return make_told(
        report=report,
        sentence=span(TEXT, TEXT.split("\n\n")[1]),
        actors=(Participant(**at(TEXT, "Iraqi troops"), entity=IRAQ_ARMY),),
        recipients=(Participant(**at(TEXT, "deputy Omar Haddad"), entity=HADDAD),),
        places=(erbil,),
        time=TimeExpression(**at(TEXT, "Monday"), value="2030-03-18", first="2030-03-18", last="2030-03-18"),
        quantities=(Quantity(**at(TEXT, "At least 107"), min=107, unit="killed"),),
        object=ClaimObject(span=span(TEXT, "base"), event=ObjectEvent(type="AID")),
        chains=(("a2", "a1"),),
        attributions=(inner, outer),
        entities=(
            NamedEntity(**fields(IRAQ_ARMY), mentions=(span(TEXT, "Iraqi troops"),)),
            NamedEntity(**fields(HADDAD), mentions=(span(TEXT, "Omar Haddad"),)),
        ),
        toponyms=(erbil,),
        status=status,
    )


def fields(entity: Entity) -> dict[str, object]:
    return {name: getattr(entity, name) for name in entity.__struct_fields__}


def hostile(words: str, *, number: int = 0) -> SourcedClaim:
    """A claim of which every text is `words`."""
    text = f"{number} {words} end" if words else f"{number} end"
    report = make_report(
        text, input_id=words or None, publisher=words or None, title=None, byline=words or None
    )
    whole = Span.of(report.text, 0, len(report.text))
    entity = Entity(id=f"e{number}", name=whole.text, kind=EntityKind.PERSON)
    at_all = {"start": whole.start, "end": whole.end, "text": whole.text}
    attribution = Attribution(id="a1", key="k", source=(whole,), cue=(whole,), content=(whole,))
    return make_told(
        report=report,
        trigger=whole.text,
        sentence=whole,
        event=Event(type="ASSAULT", mode=("firearms",), context=("human rights",)),
        actors=(Participant(**at_all),),
        recipients=(Participant(**at_all, entity=entity),),
        places=(Toponym(**at_all, name=whole.text, lat=1.5, lon=-2.25, country="IRQ"),),
        time=TimeExpression(**at_all, value="XXXX-WXX-1"),
        quantities=(Quantity(**at_all, value=3, unit=whole.text),),
        chains=(("a1",),),
        attributions=(attribution,),
        entities=(NamedEntity(**fields(entity), mentions=(whole,)),),
    )


def export(name: str, told) -> dict[str, bytes]:
    """The files of an export, whole, by name; "" where there is one."""
    format_ = format_named(name)
    files = dict.fromkeys(format_.files, b"")
    for chunk in format_.encode(told):
        files[chunk.file] += chunk.data
    return files


def grouped(told, id_: str, claims: int | None, independent_sources: int = 1) -> SourcedClaim:
    """The claim as one of an event group."""
    return replace(told, group=GroupRef(id=id_, claims=claims, independent_sources=independent_sources))
