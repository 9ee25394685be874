"""Pages made by hand, with what sites put around an article."""

import json

PARAGRAPHS = (
    "The army has begun pulling its column out of nine bases in the Karo valley, deputy Omar Haddad told "
    "reporters on Monday, two days after the council voted for a complete withdrawal.",
    "The garrison at Tell Zara will stay, he said, until the bridge over the river has been repaired and "
    "the last of the engineers have been brought back to the capital.",
    "A spokesman for the council called the announcement a first step. He said that 107 families had "
    "returned to the upper villages since the cease-fire, and that more were on the road.",
)
ARTICLE = {
    "@context": "https://schema.org",
    "@type": "NewsArticle",
    "headline": "Column leaves Karo valley bases",
    "datePublished": "2030-03-18T23:40:00-05:00",
    "author": [{"@type": "Person", "name": "By Leyla  Aydin"}, {"@type": "Person", "name": "Tom Brook"}],
    "publisher": {"@type": "Organization", "name": "Cormorant Wire"},
}


def make_page(
    *,
    head: str = "",
    article: object = None,
    title: str = "Column leaves Karo valley bases",
    lang: str = "en",
) -> str:
    script = f'<script type="application/ld+json">{json.dumps(article)}</script>' if article else ""
    paragraphs = "".join(f"<p>{one}</p>\n" for one in PARAGRAPHS)
    return f"""<!DOCTYPE html>
<html lang="{lang}"><head><meta charset="utf-8"><title>{title} | The Karo Post</title>{head}{script}</head>
<body><header><nav><ul><li><a href="/">Home</a></li><li><a href="/sport">Sport</a></li></ul></nav></header>
<main><article><h1>{title}</h1>
<p class="byline">By Somebody</p>
{paragraphs}</article>
<aside><h3>Read more</h3><ul><li><a href="/1">Ten ways to cook a goose</a></li></ul></aside></main>
<footer><p>Copyright 1999 The Karo Post. All rights reserved.</p></footer>
<script>track("visitor")</script></body></html>"""
