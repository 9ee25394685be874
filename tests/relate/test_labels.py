import pytest
from tests.relate.stories_by_hand import LYON, MOSUL, report, told

from sayso.model import Status
from sayso.relate.events import group_events

TEXT = report(
    "Police arrested Omar Haddad. Deputies met the minister. Troops will withdraw from Mosul. "
    "Firefighters fought a blaze. The mayor repaired a bridge."
)


@pytest.mark.parametrize(
    ("claim", "label"),
    [
        (
            told(TEXT, "arrested", "COERCE", to=("Omar Haddad",), named=("Omar Haddad",), where=MOSUL),
            "Arrest of Omar Haddad in Mosul",
        ),
        (
            told(TEXT, "met", "CONSULT", by=("Deputies",), to=("the minister",)),
            "Deputies met the minister",
        ),
        (
            told(TEXT, "withdraw", "RETREAT", by=("Troops",), where=MOSUL, status=Status.PLANNED),
            "Troops will withdraw from Mosul",
        ),
        (told(TEXT, "blaze", "INCIDENT", where=LYON), "Fire in Lyon"),
        (told(TEXT, "repaired", "AID"), "The mayor repaired a bridge"),
        (told(TEXT, "blaze", "INCIDENT", where=LYON, negated=True), "No fire in Lyon"),
    ],
)
def test_labels_say_what_happened_to_whom_and_where(claim, label):
    assert group_events((claim,))[0].label == label
