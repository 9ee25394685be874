"""Views for people who come with SQL: what the queries show, under the same names."""

from sqlalchemy import Connection, text

__all__ = ["create_views", "drop_views"]

# {join} is the dialect's way to put strings in one: group_concat or string_agg.
_REPORTS = """
SELECT r.id AS report, r.input_id, r.publisher, r.title, r.byline, r.credit, r.published, r.reported_on,
  r.first_seen, r.url, r.language, g.status,
  (SELECT count(*) FROM claim c WHERE c.reading = r.reading AND c.shown) AS claims,
  d.id AS document, e.tier, e.version, d.text
FROM report r
JOIN document d ON d.n = r.document
JOIN reading g ON g.n = r.reading
JOIN reader e ON e.n = g.reader
"""

_ATTRIBUTIONS = """
SELECT a.id AS attribution, a.key, r.id AS report, r.input_id, r.publisher, r.published, r.url,
  m.words AS source, m.name AS source_name, a.source_kind, a.style, b.words, a.verdict, b.body
FROM attribution a
JOIN attribution_body b ON b.n = a.n
JOIN report r ON r.reading = a.reading
LEFT JOIN name m ON m.n = a.name
WHERE a.shown
"""

_CLAIMS = """
SELECT c.id AS claim, c.key, r.id AS report, r.input_id, r.publisher, r.published, r.url,
  c.type, c.status, c.negated, c.certainty,
  (SELECT {join} FROM (SELECT m.words FROM participant p JOIN name m ON m.n = p.name
    WHERE p.claim = c.n AND p.role = 'actor' ORDER BY p.position) AS x) AS actors,
  (SELECT {join} FROM (SELECT m.words FROM participant p JOIN name m ON m.n = p.name
    WHERE p.claim = c.n AND p.role = 'recipient' ORDER BY p.position) AS x) AS recipients,
  (SELECT {join} FROM (SELECT m.words FROM place p JOIN name m ON m.n = p.name
    WHERE p.claim = c.n ORDER BY p.position) AS x) AS places,
  (SELECT p.country FROM place p WHERE p.claim = c.n AND p.position = 0) AS country,
  (SELECT m.lat FROM place p JOIN name m ON m.n = p.name WHERE p.claim = c.n AND p.position = 0) AS lat,
  (SELECT m.lon FROM place p JOIN name m ON m.n = p.name WHERE p.claim = c.n AND p.position = 0) AS lon,
  c.first_day, c.last_day,
  (SELECT {join} FROM (SELECT q.words FROM quantity q WHERE q.claim = c.n ORDER BY q.position) AS x)
    AS quantities,
  (SELECT {join} FROM (SELECT m.words FROM claim_chain h JOIN attribution a ON a.n = h.attribution
    JOIN name m ON m.n = a.name WHERE h.claim = c.n ORDER BY h.chain, h.position) AS x) AS sources,
  b.words AS sentence, c.verdict, b.body
FROM claim c
JOIN claim_body b ON b.n = c.n
JOIN report r ON r.reading = c.reading
WHERE c.shown
"""

_COMMITMENTS = """
SELECT k.id AS commitment, k.key, r.id AS report, r.input_id, r.publisher, r.published, r.url,
  m.words AS debtor, m.name AS debtor_name, k.strength, b.words AS deed, k.first_day, k.last_day,
  (SELECT {join} FROM (SELECT w.words FROM commitment_chain h JOIN attribution a ON a.n = h.attribution
    JOIN name w ON w.n = a.name WHERE h.commitment = k.n ORDER BY h.chain, h.position) AS x) AS sources,
  c.id AS claim, k.verdict, b.body
FROM commitment k
JOIN commitment_body b ON b.n = k.n
JOIN report r ON r.reading = k.reading
LEFT JOIN name m ON m.n = k.debtor
LEFT JOIN claim c ON c.n = k.claim
WHERE k.shown
"""

_EVENTS = """
SELECT e.id AS event, e.story, e.claims,
  (SELECT count(DISTINCT l.report) FROM event_claim l WHERE l.event = e.n) AS reports, e.independent_sources,
  (SELECT count(*) FROM disagreement d WHERE d.event = e.n) AS disagreements,
  (SELECT min(c.first_day) FROM event_claim l JOIN claim c ON c.n = l.claim WHERE l.event = e.n) AS first_day,
  (SELECT max(c.last_day) FROM event_claim l JOIN claim c ON c.n = l.claim WHERE l.event = e.n) AS last_day,
  (SELECT min(r.published) FROM event_claim l JOIN report r ON r.n = l.report WHERE l.event = e.n)
    AS first_published,
  (SELECT max(r.published) FROM event_claim l JOIN report r ON r.n = l.report WHERE l.event = e.n)
    AS last_published,
  {label} AS label, {type} AS type, e.body
FROM event e
"""

_EVENT_CLAIMS = """
SELECT e.id AS event, c.id AS claim, r.id AS report, r.input_id, r.publisher, r.published, c.type, c.status,
  c.negated, b.words AS sentence
FROM event_claim l
JOIN event e ON e.n = l.event
JOIN claim c ON c.n = l.claim
JOIN claim_body b ON b.n = c.n
JOIN report r ON r.n = l.report
"""

_DISAGREEMENTS = """
SELECT e.id AS event, e.story, d.slot, {kind} AS kind, {label} AS label, d.body
FROM disagreement d
JOIN event e ON e.n = d.event
"""

_VIEWS = {
    "events": _EVENTS,
    "event_claims": _EVENT_CLAIMS,
    "disagreements": _DISAGREEMENTS,
    "reports": _REPORTS,
    "attributions": _ATTRIBUTIONS,
    "claims": _CLAIMS,
    "commitments": _COMMITMENTS,
}


def create_views(connection: Connection) -> None:
    """Make the views, which hold nothing themselves."""
    function = "group_concat" if connection.dialect.name == "sqlite" else "string_agg"
    join = f"{function}(x.words, '; ')"
    field = "{0} ->> '$.{1}'" if connection.dialect.name == "sqlite" else "CAST({0} AS json) ->> '{1}'"
    fields = {"label": ("e.body", "label"), "type": ("e.body", "type"), "kind": ("d.body", "kind")}
    read = {name: field.format(*where) for name, where in fields.items()}
    for name, body in _VIEWS.items():
        connection.exec_driver_sql(f"CREATE VIEW {name} AS {body.format(join=join, **read)}")


def drop_views(connection: Connection) -> None:
    """Take the views away, so that the tables below them can change."""
    for name in _VIEWS:
        connection.execute(text(f"DROP VIEW IF EXISTS {name}"))
