"""Limits on the size of inputs."""

__all__ = [
    "MAX_ATTRIBUTES",
    "MAX_BODY_BYTES",
    "MAX_COMPARED_ELEMENTS",
    "MAX_EXPANSION",
    "MAX_FEED_BYTES",
    "MAX_INLINE_ELEMENTS",
    "MAX_LINE_BYTES",
    "MAX_PAGE_ATTRIBUTES",
    "MAX_PAGE_BYTES",
    "MAX_PAGE_ELEMENTS",
    "MAX_RECORD_BYTES",
    "MAX_REPORT_BYTES",
    "MIN_BOMB_BYTES",
]

# A long book is about 1.5 MB of text; a "report" beyond 5 MB is a mistake, and its parse would need
# gigabytes.
MAX_REPORT_BYTES = 5_000_000

# JSON may write each character as six (\u0644), and a line holds more than its text.
MAX_LINE_BYTES = 10_000_000

# JSON Lines of news shrink 3 to 10 times, with many copies up to 60; DEFLATE can reach 1,032. What expands
# more than 200 times, once it is too long for a single line, is made to fill the memory or the time.
MAX_EXPANSION = 200
MIN_BOMB_BYTES = 20_000_000

# News pages as served have 0.1 to 3 MB, nearly all of it scripts, and 500 to 8,000 elements. To compare
# extractors takes time with the square of the elements (minutes for 40,000); larger pages do without.
MAX_PAGE_BYTES = 10_000_000
MAX_PAGE_ELEMENTS = 50_000
MAX_COMPARED_ELEMENTS = 8_000

# The parser takes time with the square of an element's attributes (34 s for 80,000), the extractor with the
# square of the links and the like within one element (16 s for 8,000). News pages have up to 64 attributes in
# an element, 3,600 in all, and 75 inline elements in one; what has more attributes goes without them.
MAX_ATTRIBUTES = 500
MAX_PAGE_ATTRIBUTES = 200_000
MAX_INLINE_ELEMENTS = 5_000

# A feed holds tens of entries, a podcast's a few thousand; reading takes some seconds a megabyte.
MAX_FEED_BYTES = 10_000_000

# What a server may send, as it is sent and as it is unpacked.
MAX_BODY_BYTES = 20_000_000

# Of a WARC file only pages are read; a larger record (a film) is passed over.
MAX_RECORD_BYTES = 20_000_000
