"""Sayso keeps a sourced record of what news reports claim."""

__version__ = "0.1.0"
