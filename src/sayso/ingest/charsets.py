"""Bytes of a page to text, as browsers do: by the mark, then the header, then what the page says."""

import codecs
import re
from email.message import Message

from sayso.errors import NotTextError
from sayso.ingest.encoding import decode_text, name_binary, name_encoding, refuse_control

__all__ = ["charset_of", "decode_page", "decode_plain", "media_type_of"]

# How far into a page its own declaration is looked for (the HTML standard says 1,024; pages are sloppier).
_PRESCAN_BYTES = 4096
_DECLARED = re.compile(
    rb"""<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]{2,40})""", re.I
)
# Labels that mean a larger set than their name says (the Encoding standard, 4.2).
_WIDER = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "big5": "big5hkscs",
}
# The Encoding standard's list. Python knows more, and some of those do more than decode.
_KNOWN = re.compile(
    r"utf-8|utf-16(?:-[lb]e)?|ascii|iso8859-\d+|cp(?:125\d|866|874|932|949)|koi8-[ru]|mac-(?:roman|cyrillic)"
    r"|gb2312|gbk|gb18030|big5|big5hkscs|euc_(?:jp|kr)|shift_jis|iso2022_jp"
)


def media_type_of(content_type: str) -> str:
    """Return the media type alone, in lower case: `text/html` of `Text/HTML; charset=utf-8`.

    >>> media_type_of("Text/HTML; charset=utf-8"), media_type_of("")
    ('text/html', '')
    """
    return content_type.partition(";")[0].strip().lower()


def charset_of(content_type: str) -> str | None:
    """Return the encoding that a Content-Type names, by its Python name, if pages may be written in it."""
    message = Message()
    message["content-type"] = content_type.replace("\n", " ").replace("\r", " ")
    named = message.get_param("charset")
    return _codec(named) if isinstance(named, str) else None


def decode_page(raw: bytes, content_type: str = "") -> str:
    """Decode a page; what its encoding does not know becomes U+FFFD, as browsers have it.

    Raises `NotTextError` for binary bytes.
    """
    binary = name_binary(raw)
    if binary:
        raise NotTextError(f"this is no page but looks like {binary}", help="give it as HTML")
    declared = _DECLARED.search(raw[:_PRESCAN_BYTES])
    candidates = (
        name_encoding(raw),
        charset_of(content_type),
        _in_page(declared.group(1).decode("ascii")) if declared else None,
        "utf-8",
    )
    named = [encoding for encoding in candidates if encoding]
    for encoding in named:
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    try:
        return decode_text(raw)[0]
    except NotTextError:
        return raw.decode(named[0], "replace")


def decode_plain(raw: bytes, content_type: str = "") -> tuple[str, str | None]:
    """Decode a text as its Content-Type declares it, else as it looks; and its encoding if that was guessed.

    Raises `NotTextError` for binary bytes and for an encoding that is not certain.
    """
    declared = charset_of(content_type)
    if declared:
        try:
            text = raw.decode(declared)
        except UnicodeDecodeError:
            return decode_text(raw)
        refuse_control(text.encode())
        return text, None
    return decode_text(raw)


def _in_page(label: str) -> str | None:
    """Return the encoding that a page names in its own ASCII letters, which therefore cannot be UTF-16."""
    codec = _codec(label)
    return "utf-8" if codec and codec.startswith("utf-16") else codec


def _codec(label: str) -> str | None:
    try:
        name = codecs.lookup(label.strip()).name
    except (LookupError, ValueError):
        return None
    return _WIDER.get(name, name) if _KNOWN.fullmatch(name) else None
