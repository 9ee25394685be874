"""A report whose words run from right to left, with an English sentence in it."""

from collections.abc import Iterator

from tests.record.made import Maker

from sayso.model import Reading, SourceKind, Status, make_report

TITLE = "الجيش ينسحب من أربيل"
TEXT = f"""{TITLE}

قال المتحدث علي حداد لوكالة الأنباء إن الجيش انسحب من أربيل يوم الاثنين.

The spokesman, علي حداد, said the army «سينسحب» from Basra, too.
"""


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
