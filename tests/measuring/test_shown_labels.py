"""The score of labels that are shown against those judged by eye."""

from benchmarks.score_shown_labels import hash_label, score_shown_labels, shown_labels
from tests.relate.stories_by_hand import READER, report, told

from sayso.model import Reading, make_report


def reading(name, sentence, trigger, by):
    text = make_report(sentence, input_id=name)
    claim = told(report(sentence), trigger, "CONSULT", by=(by,)).claim
    return Reading(report=text, claims=(claim,), reader=READER)


def test_labels_are_found_again_by_hash_and_claim():
    readings = [
        reading("a_1", "Deputies met the minister.", "met", "Deputies"),
        reading("a_2", "The mayor visited the harbour.", "visited", "The mayor"),
        reading("a_3", "The crew phoned the owner.", "phoned", "The crew"),
    ]
    judged = {
        ("a_1", 9, hash_label("Deputies met the minister")): True,
        ("a_2", 10, hash_label("The mayor visited the harbour")): False,
        ("a_2", 10, hash_label("Visited the harbour")): False,
        ("a_3", 9, hash_label("Deputies met the minister")): True,
    }
    assert score_shown_labels(judged, shown_labels(readings)) == {
        "shown": 3,
        "judged": 2,
        "right": 1,
        "right, share of judged": 0.5,
        "wrong, share gone": 0.5,
        "right, share gone": 0.5,
    }
