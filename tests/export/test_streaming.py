"""Exports hold a few claims at once, however many there are."""

import tracemalloc

import pytest
from tests.export.made import withdrawal

from sayso.export import FORMATS

TOLD = [withdrawal(publisher=f"Outlet {n}") for n in range(20)]


def peak_of(format_, number):
    """The most memory that Python held while `number` claims went through, in bytes."""
    claims = (TOLD[n % len(TOLD)] for n in range(number))
    tracemalloc.start()
    try:
        for _ in format_.encode(claims):
            pass
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("name", FORMATS)
def test_memory_does_not_grow_with_the_number_of_claims(name, monkeypatch):
    monkeypatch.setattr("sayso.tables.frames._BATCH", 100)
    format_ = FORMATS[name]
    peak_of(format_, 200)  # what is loaded once
    # Python keeps some hundred kilobytes for later use as it likes; 2,000 rows held would be over a megabyte.
    assert peak_of(format_, 2400) < peak_of(format_, 400) + 400_000


@pytest.mark.parametrize("name", FORMATS)
def test_claims_are_taken_as_bytes_are_asked_for(name, monkeypatch):
    monkeypatch.setattr("sayso.tables.frames._BATCH", 100)
    taken = 0

    def coming():
        nonlocal taken
        for n in range(2000):
            taken += 1
            yield TOLD[n % len(TOLD)]

    chunks = FORMATS[name].encode(coming())
    for _ in range(3):
        next(chunks)
    assert taken < 1000
