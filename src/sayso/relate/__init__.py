"""Across reports: copies, stories, events, origins, disagreements, commitments followed, situations.

Pure functions over what was read. Whatever two reports come to is decided by them alone, so that the order in
which reports arrive never shows.
"""
