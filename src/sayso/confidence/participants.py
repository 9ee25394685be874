"""Evidence on whether a participant's mention is linked to the right entity."""

from sayso.confidence.evidence import Evidence, Features
from sayso.confidence.sources import PRONOUNS
from sayso.model import Entity, Participant

__all__ = ["describe_participant"]


def describe_participant(evidence: Evidence, participant: Participant, entity: Entity) -> Features:
    """Return the features of a mention and of the entity that it is linked to."""
    parse = evidence.parse
    head = parse.head_of(participant.start, participant.end)
    words = participant.text.lower().split()
    name = entity.name.lower().split()
    found: Features = {
        f"kind.{entity.kind}": 1,
        "known": int(entity.gazetteer is not None),
        "country": int(bool(entity.country)),
        "sector": int(bool(entity.sector)),
        "pronoun": int(participant.text.lower() in PRONOUNS),
        "words": len(words),
        "name.words": len(name),
        "shared": len({*words} & {*name}),
        "named_whole": int(entity.name.lower() in participant.text.lower()),
        "capital": int(any(word[:1].isupper() for word in participant.text.split())),
        "within.quotation": int(bool(evidence.quotations.covering(participant.start))),
    }
    if head is not None:
        found |= {
            f"pos.{head.pos}": 1,
            f"dep.{head.dep}": 1,
            "place": head.i,
            "name.last": int(bool(name) and head.lower == name[-1]),
            "plural": int(head.tag in ("NNS", "NNPS")),
            "title": int(parse.sentence_of(head.i).headline or parse.sentence_index(head.i) == 0),
        }
    return found
