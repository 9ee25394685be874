"""Construction of the gazetteer from its sources."""
