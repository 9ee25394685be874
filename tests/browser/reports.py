"""Reports whose words run from right to left: one with an English sentence in it, two that disagree."""

from collections.abc import Iterator

from tests.record.made import Maker, fields

from sayso.model import Quantity, Reading, SourceKind, Status, TimeExpression, Toponym, make_report

TITLE = "الجيش ينسحب من أربيل"
TEXT = f"""{TITLE}

قال المتحدث علي حداد لوكالة الأنباء إن الجيش انسحب من أربيل يوم الاثنين.

The spokesman, علي حداد, said the army «سينسحب» from Basra, too.
"""


BLAST = "قال {who} لوكالة الأنباء إن انفجارا كبيرا قتل {killed} شخصا في سوق أربيل يوم الاثنين."
TOLD = (("12", "المتحدث علي حداد", "صحيفة الميناء"), ("9", "الهلال الأحمر العراقي", "وكالة الشرق"))


def blast_readings() -> Iterator[Reading]:
    """Two readings of one event, whose sources give different numbers."""
    for killed, who, publisher in TOLD:
        text = BLAST.format(killed=killed, who=who)
        known = {"input_id": f"blast-{killed}", "publisher": publisher, "published": "2020-03-17"}
        make = Maker(make_report(text, language="ar", **known))
        said = make.attribution(who, "قال", text[text.index("إن") : -1], source_kind=SourceKind.NAMED_PERSON)
        place = Toponym(
            **fields(text, "أربيل"), name="Erbil", geonameid=95446, lat=36.2, lon=44.0, country="IRQ"
        )
        day = {"value": "2020-03-16", "first": "2020-03-16", "last": "2020-03-16"}
        time = TimeExpression(**fields(text, "يوم الاثنين"), **day)
        number = Quantity(**fields(text, f"{killed} شخصا"), value=int(killed), unit="killed")
        blast = make.claim(
            "قتل",
            "ASSAULT",
            recipients=(make.participant(f"{killed} شخصا"),),
            places=(place,),
            time=time,
            quantities=(number,),
            chains=((said.id,),),
        )
        yield make.reading(attributions=(said,), claims=(blast,), toponyms=(place,), times=(time,))


def arabic_readings() -> Iterator[Reading]:
    """One reading: a claim in Arabic, and one in an English sentence with Arabic in it."""
    make = Maker(
        make_report(
            TEXT,
            input_id="arabic",
            title=TITLE,
            publisher="صحيفة الميناء",
            published="2020-03-17",
            language="ar",
        )
    )
    said = make.attribution(
        "المتحدث علي حداد", "قال", "إن الجيش انسحب من أربيل", source_kind=SourceKind.NAMED_PERSON
    )
    spoke = make.attribution("The spokesman", "said", "the army «سينسحب» from Basra")
    left = make.claim("انسحب", "RETREAT", actors=(make.participant("الجيش"),), chains=((said.id,),))
    leaving = make.claim(
        "سينسحب",
        "RETREAT",
        actors=(make.participant("the army"),),
        status=Status.PLANNED,
        chains=((spoke.id,),),
    )
    yield make.reading(attributions=(said, spoke), claims=(left, leaving))
