"""Fit of the salience weights by which pronouns are resolved."""
