"""Serialization of structs into columns: JSON where users of SQL may want to look, packed bytes else."""

import zlib
from typing import TypeVar

import msgspec

from sayso.model import NamedEntity, Quantity, TimeExpression, Toponym
from sayso.model.base import Struct

__all__ = ["Rest", "pack_raw", "pack_rest", "to_json", "unpack_raw", "unpack_rest"]

Packed = TypeVar("Packed")
# Above 6 zlib takes twice the time for a hundredth of the bytes.
_LEVEL = 6


class Rest(Struct, frozen=True, kw_only=True):
    """The spans of a reading besides attributions, claims and commitments."""

    toponyms: tuple[Toponym, ...] = ()
    times: tuple[TimeExpression, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    entities: tuple[NamedEntity, ...] = ()


_rest_encoder = msgspec.msgpack.Encoder()
_rest_decoder = msgspec.msgpack.Decoder(Rest)
_json_encoder = msgspec.json.Encoder(order="deterministic")


def pack_rest(rest: Rest) -> bytes:
    """Serialize and compress the spans that no filter uses."""
    return zlib.compress(_rest_encoder.encode(rest), _LEVEL)


def unpack_rest(body: bytes) -> Rest:
    """Undo `pack_rest`."""
    return _rest_decoder.decode(zlib.decompress(body))


def pack_raw(content: bytes) -> bytes:
    """Compress a page as it was served."""
    return zlib.compress(content, _LEVEL)


def unpack_raw(content: bytes) -> bytes:
    """Undo `pack_raw`."""
    return zlib.decompress(content)


def to_json(value: object) -> str:
    """Return a value as JSON text, deterministically: equal values give equal texts."""
    return _json_encoder.encode(value).decode()
