import random

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.relate.stories_by_hand import IRAQ, LYON, MOSUL, report, told

from sayso.model import CopyGroup, Link, Status
from sayso.relate.events import group_events

HERALD = report(
    "Gunmen shot three guards in Mosul. The shooting began at the gate. Police arrested Omar Haddad later. "
    "Residents protested in the evening."
)
TRIBUNE = report(
    "Three guards were wounded in a shooting in Iraq. A suspect, Haddad, was detained. Firefighters put out "
    "a blaze in Lyon.",
    outlet="tribune",
    published="2020-03-06",
)
SHOT = told(
    HERALD,
    "shot",
    "ASSAULT",
    by=("Gunmen",),
    to=("three guards",),
    where=MOSUL,
    day="2020-03-05",
    counted=(("three guards", 3, "injured"),),
)
SHOOTING = told(HERALD, "shooting", "ASSAULT")
ARREST = told(HERALD, "arrested", "COERCE", by=("Police",), to=("Omar Haddad",), named=("Omar Haddad",))
PROTEST = told(HERALD, "protested", "PROTEST", by=("Residents",), day="2020-03-05")
WOUNDED = told(TRIBUNE, "wounded", "ASSAULT", to=("Three guards",), where=IRAQ)
DETAINED = told(TRIBUNE, "detained", "COERCE", to=("Haddad",), named=("Haddad",))
BLAZE = told(TRIBUNE, "blaze", "INCIDENT", where=LYON)
STORY = (SHOT, SHOOTING, ARREST, PROTEST, WOUNDED, DETAINED, BLAZE)


def groups_of(*claims, **options):
    return {frozenset(one.trigger.text for one in group.claims) for group in group_events(claims, **options)}


def test_claims_of_two_reports_about_one_event_are_one_group():
    assert groups_of(*STORY) == {
        frozenset({"shot", "shooting", "wounded"}),
        frozenset({"arrested", "detained"}),
        frozenset({"protested"}),
        frozenset({"blaze"}),
    }


def test_the_event_that_most_reports_tell_comes_first():
    first = group_events(STORY)[0]
    assert (first.label, first.type, first.reports) == (
        "Shooting in Mosul: 3 injured",
        "ASSAULT",
        2,
    )
    assert first.places == (MOSUL, IRAQ)
    assert first.time is not None
    assert first.time.first == "2020-03-05"


def test_events_elsewhere_stay_apart():
    other = report("A shooting shook Lyon.", outlet="courier")
    assert frozenset({"shot", "shooting", "wounded"}) in groups_of(*STORY[:6])
    far = told(other, "shooting", "ASSAULT", where=LYON)
    assert len(groups_of(SHOT, far)) == 2


def test_each_day_of_a_recurring_event_is_one_event():
    tuesday = report("Residents protested again.", outlet="courier", published="2020-03-06")
    again = told(tuesday, "protested", "PROTEST", by=("Residents",), day="2020-03-06")
    undated = told(report("Many protested.", outlet="post"), "protested", "PROTEST")
    assert len(group_events((PROTEST, again))) == 2
    assert len(group_events((PROTEST, undated))) == 1


def test_arrests_of_two_people_stay_apart():
    other = report("Police arrested Nadia Karim.", outlet="courier")
    arrest = told(other, "arrested", "COERCE", to=("Nadia Karim",), named=("Nadia Karim",))
    assert len(group_events((ARREST, arrest))) == 2


def test_a_denial_and_a_plan_belong_to_the_event():
    courier = report("No shooting took place in Mosul, the army said.", outlet="courier")
    denied = told(courier, "shooting", "ASSAULT", where=MOSUL, negated=True)
    before = report("Troops will withdraw from Mosul.", outlet="post", published="2020-03-01")
    plan = told(before, "withdraw", "RETREAT", by=("Troops",), where=MOSUL, status=Status.PLANNED)
    after = report("Troops have withdrawn from Mosul.", outlet="post", published="2020-03-09")
    done = told(after, "withdrawn", "RETREAT", by=("Troops",), where=MOSUL)
    assert len(group_events((SHOT, denied))) == 1
    assert len(group_events((plan, done))) == 1


def test_what_was_told_before_it_happened_is_another_event():
    earlier = report("A shooting shook the town.", outlet="courier", published="2020-02-01")
    assert len(group_events((SHOT, told(earlier, "shooting", "ASSAULT")))) == 2


def test_links_of_people_are_kept():
    split = Link(one=SHOT.claim.key, other=WOUNDED.claim.key, together=False)
    merge = Link(one=BLAZE.claim.key, other=ARREST.claim.key, together=True)
    groups = groups_of(*STORY, links=(split, merge))
    assert not any({"shot", "wounded"} <= group for group in groups)
    assert any({"blaze", "arrested"} <= group for group in groups)


def test_links_hold_across_the_parts_of_a_large_story():
    parts = {HERALD.id: 0, TRIBUNE.id: 1}
    assert not any({"shot", "wounded"} <= group for group in groups_of(*STORY, parts=parts))
    merge = Link(one=SHOOTING.claim.key, other=WOUNDED.claim.key, together=True)
    assert groups_of(*STORY, parts=parts, links=(merge,)) == {
        frozenset({"shot", "shooting", "wounded"}),
        *map(frozenset, ({"arrested"}, {"detained"}, {"protested"}, {"blaze"})),
    }
    split = Link(one=SHOT.claim.key, other=WOUNDED.claim.key, together=False)
    groups = groups_of(*STORY, parts=parts, links=(merge, split))
    assert {frozenset({"shooting", "wounded"}), frozenset({"shot"})} <= groups


def test_a_group_keeps_its_id_when_later_reports_add_to_it():
    before = group_events((SHOT, SHOOTING))
    after = group_events((SHOT, SHOOTING, WOUNDED))
    assert [one.id for one in before] == [one.id for one in after]


def test_copies_of_one_text_are_together_and_folded():
    copy = report(HERALD.text, outlet="mirror")
    again = told(copy, "shot", "ASSAULT")
    copies = CopyGroup(id="y_1", reports=(HERALD.id, copy.id), original=HERALD.id)
    group = group_events((SHOT, again), copies={HERALD.id: copies, copy.id: copies})[0]
    assert (group.reports, group.copies_folded) == (2, 1)


@settings(deadline=None)
@given(st.randoms(use_true_random=False), st.sets(st.integers(0, len(STORY) - 1), min_size=1))
def test_order_of_arrival_never_shows(chance: random.Random, chosen: set[int]):
    claims = [STORY[i] for i in sorted(chosen)]
    shuffled = list(claims)
    chance.shuffle(shuffled)
    assert group_events(shuffled) == group_events(claims)
    assert sorted(one.claim for group in group_events(claims) for one in group.claims) == sorted(
        one.claim.id for one in claims
    )


def test_outcomes_that_one_sentence_tells_are_of_one_event():
    text = report("The blast killed 12 people, and three are still missing. A boy is missing in Lyon.")
    killed = told(text, "killed", "ASSAULT", to=("12 people",), mode="explosives", where=MOSUL)
    missing = told(text, "missing", "INCIDENT", to=("three",))
    assert frozenset({"killed", "missing"}) in groups_of(killed, missing)
