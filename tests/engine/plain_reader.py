"""A reader that needs no models, importable by worker processes; some words make it fail on purpose."""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from sayso.errors import MissingModelError
from sayso.model import Claim, Event, Mint, Reader, Reading, Report, Span, Tier


class PlainReader:
    """Claims a retreat wherever a text says "left"."""

    def __init__(self, tier: Tier = Tier.FAST) -> None:
        self.reader = Reader(version="0", tier=tier, models={"plain": "1"})

    def read(self, reports: Sequence[Report]) -> Iterator[Reading]:
        for report in reports:
            if "dynamite" in report.text:
                os._exit(9)
            if "nonsense" in report.text:
                raise ValueError("nothing to be made of this")
            yield Reading(report=report, claims=find_retreats(report, self.reader), reader=self.reader)


def find_retreats(report: Report, reader: Reader) -> tuple[Claim, ...]:
    start = report.text.find("left")
    if start < 0:
        return ()
    trigger = Span.of(report.text, start, start + 4)
    id_, key = Mint(report.document, reader.fingerprint()).stamp("c", trigger)
    sentence = Span.of(report.text, 0, len(report.text))
    return (Claim(id=id_, key=key, trigger=trigger, sentence=sentence, event=Event(type="RETREAT")),)


def load() -> PlainReader:
    return PlainReader()


def load_tier(tier: Tier) -> PlainReader:
    return PlainReader(tier)


def load_tier_without_models(tier: Tier) -> PlainReader:
    raise MissingModelError(f"the models of the {tier} tier are not installed", help="pip install it")


def load_without_models() -> PlainReader:
    raise MissingModelError("the language model is not installed", help="pip install it")


def die() -> PlainReader:
    os._exit(9)


def load_and_count(folder: str) -> PlainReader:
    """Leave one file for each time a reader is made."""
    (Path(folder) / f"{os.getpid()}-{os.urandom(4).hex()}").touch()
    return PlainReader()


class WatchedReader(PlainReader):
    """Leaves one file for each text it reads, named for its process and the text."""

    def __init__(self, folder: str) -> None:
        super().__init__()
        self._folder = Path(folder)

    def read(self, reports: Sequence[Report]) -> Iterator[Reading]:
        for report in reports:
            (self._folder / f"{report.document}-{os.getpid()}-{os.urandom(4).hex()}").touch()
        yield from super().read(reports)


class FrailReader(PlainReader):
    """Dies once, whatever it reads, and then never again."""

    def __init__(self, sign: str) -> None:
        super().__init__()
        self._sign = Path(sign)

    def read(self, reports: Sequence[Report]) -> Iterator[Reading]:
        try:
            self._sign.touch(exist_ok=False)
        except FileExistsError:
            yield from super().read(reports)
        else:
            os._exit(9)
