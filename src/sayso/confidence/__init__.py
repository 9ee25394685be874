"""Calibrated confidence: the probability that a reading's claims and attributions are right.

Evidence of a record (the heads' probabilities, whether the rules agree, the parse, the words) is a row of
integers; forests of decision trees, learned from labelled reports that the encoder never saw, turn it into a
probability. All arithmetic is on integers, so that the result is the same on every processor.
"""

from sayso.confidence.claims import describe_claims
from sayso.confidence.evidence import Evidence, Features
from sayso.confidence.forest import ConfidenceModel, load_model
from sayso.confidence.rating import rate_claims

__all__ = ["ConfidenceModel", "Evidence", "Features", "describe_claims", "load_model", "rate_claims"]
