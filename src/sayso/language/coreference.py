"""Which name a pronoun or a description stands for."""

from sayso.model import Coreference, Parse

__all__ = ["resolve"]


def resolve(parse: Parse) -> tuple[Coreference, ...]:
    """Resolve pronouns and descriptions of a text to the names told before them."""
    return ()
