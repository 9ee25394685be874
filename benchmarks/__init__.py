"""Accuracy and speed on labelled data, beside other tools; the tables go to RESULTS.md."""
