"""RSS feeds made by hand."""


def item(number: int, *, body: str = "", more: str = "") -> str:
    text = body or f"Column {number} left the &lt;b&gt;Karo&lt;/b&gt; valley on Monday, officials said."
    return (
        f"<item><title>Column {number} leaves &amp;amp; returns</title><link>https://post.example/{number}</link>"
        f"<guid>id-{number}</guid><pubDate>Mon, 18 Mar 2030 23:30:00 -0500</pubDate>"
        f"<description>{text}</description>{more}</item>\n"
    )


def rss(*items: str, more: str = "<language>en-us</language><ttl>45</ttl>") -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<channel><title>The Karo Post</title><link>https://post.example</link>{more}\n"
        + "".join(items)
        + "</channel></rss>"
    )
