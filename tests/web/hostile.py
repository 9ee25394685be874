"""A report that tries everything."""

from collections.abc import Iterator

from tests.record.made import Maker, fields

from sayso.model import (
    Entity,
    EntityKind,
    Quantity,
    Reading,
    SourceKind,
    Status,
    TimeExpression,
    Toponym,
    make_report,
)

SCRIPT = "<script>alert('x')</script>"
EVENT = '"onmouseover="alert(1)" x="'
IMAGE = "<img src=x onerror=alert(2)>"
OVERRIDE = "\u202e"
TEXT = (
    f"General {SCRIPT} told the {IMAGE} Post that rebels {EVENT} shelled {{{{7919*7}}}} Aleppo at"
    f" </a></p><!-- noon --> killing 12 {OVERRIDE}people, javascript:alert(3).\n\n{'x' * 20_000}\n\n"
    "قال الوزير إن الجيش انسحب من المدينة.\x07\x1b[2J"
)


def hostile_readings() -> Iterator[Reading]:
    """One reading whose every field is made of what must stay words."""
    known = {
        "input_id": f"../{SCRIPT}",
        "url": "javascript:alert(document.cookie)",
        "publisher": f"{IMAGE}\u2067Post",
        "title": f"{SCRIPT}{EVENT}",
        "byline": IMAGE,
        "published": "2021-01-02",
        "language": 'en" onload="alert(4)',
    }
    make = Maker(make_report(TEXT, **known))
    text = make.text
    bad = Entity(id=EVENT, name=f"{SCRIPT}\u202eName", kind=EntityKind.GROUP)
    post = make.attribution(
        f"the {IMAGE} Post", "told", "that rebels", source_kind=SourceKind.MEDIA, source_entity=bad
    )
    general = make.attribution(
        f"General {SCRIPT}", f"{SCRIPT} told", f"rebels {EVENT} shelled", parent=post.id
    )
    shelled = make.claim(
        f"{EVENT} shelled",
        "ASSAULT",
        actors=(make.participant("rebels", bad),),
        recipients=(make.participant("</a></p>"),),
        places=(
            Toponym(**fields(text, "{{7919*7}} Aleppo"), name=SCRIPT, lat=36.2, lon=37.2, country="SYR"),
        ),
        time=TimeExpression(**fields(text, "<!-- noon -->"), value=SCRIPT),
        quantities=(Quantity(**fields(text, f"12 {OVERRIDE}people"), value=12, unit=IMAGE),),
        status=Status.ONGOING,
        chains=((general.id, post.id),),
    )
    nested = make.claim("shelled", "ASSAULT", negated=True)
    owed = make.commitment(
        "javascript:alert(3).",
        claim=shelled.id,
        debtor=make.participant(SCRIPT, bad),
        strength="will",
        verb=IMAGE,
        chains=((general.id,),),
    )
    yield make.reading(attributions=(post, general), claims=(shelled, nested), commitments=(owed,))
