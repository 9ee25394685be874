"""Accuracy and speed on labelled data, beside peers; the tables go to RESULTS.md."""
