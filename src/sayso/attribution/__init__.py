"""Who says what: sources, cues, contents, and the chains they form.

`find_attributions` works by rules over the parse (fast tier), `read_attributions` with the learned heads
(full tier).
"""

from sayso.attribution.reading import read_attributions
from sayso.attribution.ruled import find_attributions

__all__ = ["find_attributions", "read_attributions"]
