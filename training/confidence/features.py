"""The features that each decision's forest may look at; a name that ends in "." stands for a family."""

from collections.abc import Iterable, Sequence

# Chosen by what each decision can depend on; forests of all features alike are a little worse (AUROC .786
# against .793).
EVENT = (
    "head.trigger head.type head.all rule.type rule.other_type rule.type_in_sentence rule.source "
    "rule.status before.type before.word claims.density claims.sentence within.object within.request "
    "within.same_type recipients linked.actor linked.recipient noun definite title dep.compound dep.amod "
    "depth length children is_cue negated status.hypothetical status.demanded within.quotation "
    "word.trigger word.type word.both word.count type."
)
STATUS = (
    "head.status head.all head.negation head.factuality head.type rule.status rule.negation rule.type "
    "status. negated noun tag.VBG tag.VB tag.VBN tag.VBD time have modal to passive title depth "
    "within.object within.quotation source.own before.type linked.actor word.status"
)
SOURCE = (
    "head.link head.all head.cue head.no_cue rule.source rule.any_source rule.missed_source source. "
    "within.object within.quotation title depth type.ACCUSE type.REQUEST type.ASSAULT claims "
    "claims.sentence noun object is_cue negated linked.actor before.type"
)
_ALL: tuple[str, ...] = ()
# The decisions of a record of each kind; one without a list looks at all features.
DECISIONS: dict[str, dict[str, Sequence[str]]] = {
    "claims": {"event": EVENT.split(), "status": STATUS.split(), "source": SOURCE.split()},
    "attributions": {"right": _ALL},
    "commitments": {"right": _ALL},
    "participants": {"right": _ALL},
}


def expand(wanted: Sequence[str], names: Iterable[str]) -> set[str]:
    """Return those of `names` that are wanted; all where none is."""
    exact = set(wanted) or set(names)
    families = tuple(name for name in exact if name.endswith("."))
    return (
        {name for name in names if name in exact or name.startswith(families)}
        if families
        else exact & set(names)
    )
