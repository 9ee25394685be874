"""Calibrated confidence: the probability that a reading's claims and attributions are right.

Evidence of a record (the heads' probabilities, whether the rules agree, the parse, the words) is a row of
integers; forests of decision trees, learned from labelled reports that the encoder never saw, turn it into a
probability. All arithmetic is on integers, so that the result is the same on every processor. Claims of a
language model are rated by whether the full tier reads them alike.
"""

from sayso.confidence.agreement import rate_by_agreement
from sayso.confidence.evidence import Evidence
from sayso.confidence.forest import confidence_version
from sayso.confidence.records import RatedRecords, rate_records

__all__ = ["Evidence", "RatedRecords", "confidence_version", "rate_by_agreement", "rate_records"]
