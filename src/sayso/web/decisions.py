"""Writing of judgements, for which alone the record is opened to write."""

from typing import Annotated

from fastapi import Depends, Request

from sayso.engine import relate
from sayso.model import Judgement
from sayso.record import Decision, Store

__all__ = ["TheAddress", "decide"]


def _address(request: Request) -> str:
    address: str = request.app.state.address
    return address


TheAddress = Annotated[str, Depends(_address)]


def decide(address: str, id: str, decision: Decision) -> Judgement:
    """Write a decision to the record, and relate its claims anew."""
    with Store(address, create=False) as store:
        made = store.judge(id, decision)
        relate(store)
    return made
