"""Judgements: decisions of people about claims, attributions and commitments."""

from enum import StrEnum

from sayso.model.base import Struct

__all__ = ["Judgement", "Link", "Quote", "Verdict"]


class Verdict(StrEnum):
    """Kind of a decision.

    `merge` and `split` say that two claims are, or are not, about one event (must-link and cannot-link);
    `withdraw` cancels an earlier judgement.
    """

    ACCEPT = "accept"
    REJECT = "reject"
    CORRECT = "correct"
    MERGE = "merge"
    SPLIT = "split"
    WITHDRAW = "withdraw"


class Quote(Struct, frozen=True, kw_only=True):
    """The words that a judgement is about, with the text before and after (W3C's TextQuoteSelector)."""

    before: str
    words: str
    after: str


class Judgement(Struct, frozen=True, kw_only=True):
    """One decision of one person; it is never changed, only followed by another.

    `key` names the claim, attribution or commitment (`kind`) whatever reader finds it. `field`, `value` and
    `before` are for corrections, the values as JSON. `other` is the second key of a merge or split, or the id
    of the judgement that is withdrawn. `at` is UTC. `stands` lists the keys under which the quoted words are
    found in what is read now; empty where they are not. `in_force`: neither withdrawn nor overruled.
    """

    id: str
    key: str
    kind: str
    verdict: Verdict
    by: str
    at: str
    why: str = ""
    field: str = ""
    value: str = ""
    before: str = ""
    other: str = ""
    report: str
    document: str
    quote: Quote
    stands: tuple[str, ...] = ()
    in_force: bool = True


class Link(Struct, frozen=True, kw_only=True):
    """Two claims, by key, that a person judged to be about one event (`together`) or about two."""

    one: str
    other: str
    together: bool
