"""Content codings of HTTP bodies (gzip, deflate), decoded in small steps."""

import zlib
from collections.abc import Iterable, Iterator

from sayso.errors import UnreachableError

__all__ = ["ENCODINGS", "decode_body"]

# Value of Accept-Encoding; a server that sends something else is not understood.
ENCODINGS = "gzip, deflate"

_MEMBER = b"\x1f\x8b"
_GZIP, _ZLIB, _BARE = 31, 15, -15
# The low half of a zlib stream's first byte, which bare deflate hardly ever begins with (RFC 1950).
_ZLIB_METHOD = 8


def decode_body(chunks: Iterable[bytes], encoding: str, address: str, limit: int) -> Iterator[bytes]:
    """Decode chunk by chunk, never more than `limit` bytes and one at a time, so that the caller can stop.

    Raises `UnreachableError` for broken data and for an encoding that was not asked for.
    """
    encoding = encoding.strip().lower()
    if encoding in ("", "identity"):
        return iter(chunks)
    if encoding not in ("gzip", "x-gzip", "deflate"):
        raise UnreachableError(f"packed as {encoding[:40]!r}, which was not asked for", where=address)
    return _inflate(chunks, is_gzip=encoding != "deflate", address=address, limit=limit)


def _inflate(chunks: Iterable[bytes], *, is_gzip: bool, address: str, limit: int) -> Iterator[bytes]:
    decoder: zlib._Decompress | None = None
    try:
        for chunk in chunks:
            while chunk:
                decoder = decoder or zlib.decompressobj(_GZIP if is_gzip else _window(chunk))
                yield decoder.decompress(chunk, limit + 1)
                chunk = decoder.unconsumed_tail or decoder.unused_data
                if decoder.eof and not (is_gzip and chunk.startswith(_MEMBER)):
                    return  # what follows the end is padding
                decoder = None if decoder.eof else decoder
    except zlib.error as error:
        raise UnreachableError(f"the answer is broken: {error}", where=address) from error
    if decoder is not None:
        raise UnreachableError("the answer breaks off", where=address)


def _window(chunk: bytes) -> int:
    return _ZLIB if chunk[0] & 0x0F == _ZLIB_METHOD else _BARE
