"""Codes of countries in the code lists of export formats."""

from functools import lru_cache

from sayso.codebook import read_codebook
from sayso.model.base import Struct

__all__ = ["CountryCodes", "codes_of_country"]


class CountryCodes(Struct, frozen=True, kw_only=True):
    """One country: ISO 3166-1 alpha-2, FIPS 10-4 and its Correlates of War number, where it has them."""

    iso2: str = ""
    fips: str = ""
    cow: int | None = None


@lru_cache(maxsize=512)
def codes_of_country(alpha3: str) -> CountryCodes:
    """Return the codes of an ISO 3166-1 alpha-3 country; empty codes if there is no such country.

    >>> codes_of_country("IRQ")
    CountryCodes(iso2='IQ', fips='IZ', cow=645)
    """
    return CountryCodes(**read_codebook("countries")["alpha3"].get(alpha3, {}))
