"""Bytes to text, or a plain word why not.

UTF-8 is tried first and is nearly always right, since other encodings hardly ever look like it by chance. Of
the old one-byte encodings only what is sure enough is taken: a wrong guess changes a report's words.
"""

import codecs
import re

from sayso.errors import NotTextError

__all__ = ["decode_text", "name_binary", "name_encoding", "refuse_control"]

# First bytes of files that are no text (each format's own specification).
_MAGIC = (
    (b"%PDF-", "a PDF file"),
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"PK\x05\x06", "an empty ZIP archive"),
    (b"\x1f\x8b", "a gzip file inside a gzip file"),
    (b"BZh", "a bzip2 file"),
    (b"\xfd7zXZ\x00", "an xz file"),
    (b"\x28\xb5\x2f\xfd", "a Zstandard file"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"\x89PNG\r\n\x1a\n", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"II*\x00", "a TIFF image"),
    (b"MM\x00*", "a TIFF image"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old office document"),
    (b"{\\rtf", "an RTF document"),
    (b"SQLite format 3\x00", "an SQLite database"),
    (b"\x7fELF", "a program"),
    (b"PAR1", "a Parquet file"),
    (b"ID3", "an MP3 file"),
    (b"OggS", "an Ogg file"),
)
# UTF-32 LE begins like UTF-16 LE, so it is asked first.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_AS_UTF8 = "save it as UTF-8"
_CONTROL = re.compile(rb"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f]")
_HIGH = re.compile(rb"[\x80-\xff]")
_MANY_BYTES = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
# What stands in Western news besides ASCII. A capital after a small letter, or a sign that news does not use,
# means that the bytes were another encoding ("ministerÕs" is Mac Roman).
_WESTERN = re.compile(r"[À-ÖØ-öø-ÿŒœŠšŽžŸ‘’‚“”„–—…€£§°·«»¡¿½¼¾™®©ºª\xa0]")
_ODD_CAPITAL = re.compile(r"[a-zà-öø-ÿ][À-ÖØ-ÞŒŠŽŸ]")


def name_binary(head: bytes) -> str | None:
    """Say what a file that is no text looks like, by its first bytes."""
    return next((name for magic, name in _MAGIC if head.startswith(magic)), None)


def name_encoding(head: bytes) -> str | None:
    """Return the encoding that a byte order mark announces, if there is one."""
    return next((name for mark, name in _MARKS if head.startswith(mark)), None)


def decode_text(raw: bytes) -> tuple[str, str | None]:
    """Decode a whole file; returns its text, and the encoding's name if that had to be guessed.

    Raises `NotTextError` for binary bytes and for an encoding that is not certain.
    """
    marked = name_encoding(raw)
    if marked:
        return _decode_marked(raw, marked), None
    binary = name_binary(raw)
    if binary:
        raise NotTextError(f"this is no text but looks like {binary}", help="give it as text")
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        return _decode_unmarked(raw, error)
    refuse_control(raw)
    return text, None


def _decode_marked(raw: bytes, encoding: str) -> str:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError as error:
        raise NotTextError(
            f"marked as {encoding.upper().removesuffix('-SIG')}, but byte {error.start} is not", help=_AS_UTF8
        ) from error


def refuse_control(raw: bytes) -> None:
    """Raise `NotTextError` for many control characters; a stray one in a long text is let through."""
    found = len(_CONTROL.findall(raw))
    zeros = raw.count(0)
    if zeros * 5 > len(raw) * 2:
        raise NotTextError("this looks like UTF-16 without a byte order mark", help=_AS_UTF8)
    if found > 8 and found * 50 > len(raw):
        raise NotTextError(
            f"this looks like binary data: {found:,} control characters in {len(raw):,} bytes",
            help="give it as text",
        )


def _decode_unmarked(raw: bytes, error: UnicodeDecodeError) -> tuple[str, str]:
    """Decode what is not UTF-8, if its encoding is beyond doubt."""
    refuse_control(raw)
    high = len(_HIGH.findall(raw))
    in_utf8 = sum(len(found) for found in _MANY_BYTES.findall(raw))
    if in_utf8 * 2 > high:
        raise NotTextError(
            f"this is UTF-8 with broken bytes, the first at {error.start:,}",
            help="repair it, for example with: iconv -c -f utf-8 -t utf-8",
        ) from error
    text = _decode_western(raw) if high * 10 < len(raw) else None
    if text is not None:
        return text, "windows-1252"
    guess = _detect(raw) if high * 5 > len(raw) else None
    if guess is None:
        raise NotTextError(
            "this is neither UTF-8 nor another encoding that is certain", help=_AS_UTF8
        ) from error
    return guess


def _decode_western(raw: bytes) -> str | None:
    """Read as Windows-1252 if every sign beyond ASCII is one that Western news uses."""
    try:
        text = raw.decode("cp1252")
    except UnicodeDecodeError:
        return None
    beyond = [sign for sign in text if sign > "\x7f"]
    if not all(_WESTERN.match(sign) for sign in beyond) or _ODD_CAPITAL.search(text):
        return None
    return text


def _detect(raw: bytes) -> tuple[str, str] | None:
    """Ask charset-normalizer, which is good where most letters lie beyond ASCII and poor elsewhere."""
    from charset_normalizer import from_bytes

    best = from_bytes(raw).best()
    if best is None or best.chaos > 0.1 or best.language == "Unknown":
        return None
    return str(best), best.encoding
