"""Makes readings that look like news without reading a text: the same seed gives the same bytes.

A made world of stories over fifteen years: each has a place, a day, a cast, numbers and words of its own. One
to some eight outlets tell it, now and then many more; most stories have one. They tell it in their own words,
or print an agency's word for word or shortened. Counts of the dead differ from one teller to the next; some
promise deeds by a day, and later stories of the same cast tell that they were done.
"""

from benchmarks.made_record.reports import make_readings
from benchmarks.made_record.stories import CLAIMS_PER_REPORT
from benchmarks.made_record.world import ACTORS, COUNTRIES, PLACES, SOURCES, WORDS

__all__ = ["ACTORS", "CLAIMS_PER_REPORT", "COUNTRIES", "PLACES", "SOURCES", "WORDS", "make_readings"]
