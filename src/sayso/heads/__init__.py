"""The learned heads: their weights as data, and the arithmetic that all of them share.

What is read from a text with them stands in the stages (`attribution`, `coding`); the encoder that makes the
vectors is in `language`.
"""

from sayso.heads.arithmetic import (
    CueLink,
    WordRange,
    anchor_vector,
    inside_odds,
    linear,
    link_masks,
    link_scores,
    log_softmax,
    mlp,
    probability,
    role_logits,
    runs,
    score,
    share_of,
    trim,
    word_span,
)
from sayso.heads.products import product
from sayso.heads.weights import (
    WEIGHTS,
    Heads,
    explained_damage,
    is_installed,
    load_heads,
    read_settings,
    weights_version,
)

__all__ = [
    "WEIGHTS",
    "CueLink",
    "Heads",
    "WordRange",
    "anchor_vector",
    "explained_damage",
    "inside_odds",
    "is_installed",
    "linear",
    "link_masks",
    "link_scores",
    "load_heads",
    "log_softmax",
    "mlp",
    "probability",
    "product",
    "read_settings",
    "role_logits",
    "runs",
    "score",
    "share_of",
    "trim",
    "weights_version",
    "word_span",
]
