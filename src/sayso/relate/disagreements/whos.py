"""Whether two names can stand for one doer, or for one that belongs to the other."""

from sayso.gazetteer import fold_name
from sayso.model import Entity, EntityKind

__all__ = ["may_be_one"]


def may_be_one(one: Entity, other: Entity) -> bool:
    """Whether both can be one, or one belong to the other; what is not named goes with any.

    A person may act for an organisation or a country, hence only persons are told apart from persons, and
    bodies from bodies of another country.
    """
    if one.id == other.id and one.gazetteer:
        return True
    mine, theirs = set(fold_name(one.name).split()), set(fold_name(other.name).split())
    if mine <= theirs or theirs <= mine:
        return True
    kinds = {one.kind, other.kind}
    if kinds == {EntityKind.PERSON}:
        return False
    if EntityKind.PERSON in kinds or not one.gazetteer or not other.gazetteer:
        return True
    return not one.country or not other.country or one.country == other.country
