"""How records are kept in columns: JSON where SQL's users may want to look, packed bytes for the rest."""

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
    """What a reading holds besides attributions, claims and commitments."""

    toponyms: tuple[Toponym, ...] = ()
    times: tuple[TimeExpression, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    entities: tuple[NamedEntity, ...] = ()


_rest_encoder = msgspec.msgpack.Encoder()
_rest_decoder = msgspec.msgpack.Decoder(Rest)
_json_encoder = msgspec.json.Encoder(order="deterministic")


def pack_rest(rest: Rest) -> bytes:
    """Pack what no filter asks for."""
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
    """JSON as text; the same value always gives the same characters."""
    return _json_encoder.encode(value).decode()
