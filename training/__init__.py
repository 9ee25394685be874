"""Scripts that made the shipped models and tables, run from the project's root: `python -m training...`."""
