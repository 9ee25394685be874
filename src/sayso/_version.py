"""The version, apart from the door, so that the layers below need not go through it."""

__all__ = ["__version__"]

__version__ = "0.1.0"
