"""Elements of SVG and HTML with escaped text and attributes."""

from markupsafe import Markup, escape

from sayso.markup import make_inert

__all__ = ["draw_mark", "element", "link_within", "percent"]


def element(name: str, /, *inside: object, **attributes: object) -> Markup:
    """Return an element. Attributes that are None or False are left out; `_` in their names becomes `-`."""
    written = Markup("").join(
        Markup(' {}="{}"').format(_attribute(key), "" if value is True else _inert(value))
        for key, value in attributes.items()
        if value is not None and value is not False
    )
    content = Markup("").join(escape(_inert(part)) for part in inside)
    # The names are ours alone.
    return Markup(f"<{name}{written}>{content}</{name}>")  # noqa: S704


def _attribute(key: str) -> str:
    return key.rstrip("_").replace("_", "-")


def _inert(value: object) -> object:
    return make_inert(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def draw_mark(title: str, *drawn: object, href: str | None = None, **attributes: object) -> Markup:
    """Return a mark of a picture with its title, as a link if it leads somewhere.

    It is out of the order of the Tab key: a list beside the picture holds the same links. A script makes the
    marks of a picture one stop, within which the arrow keys move.
    """
    href = link_within(href)
    inside = (element("title", title), *drawn)
    if href is None:
        return element("g", *inside, class_="fig-point", role="img", tabindex="-1", **attributes)
    return element("a", *inside, class_="fig-point", href=href, tabindex="-1", **attributes)


def link_within(href: str | None) -> str | None:
    """Return an address if it is one of this site or page."""
    is_ours = href is not None and (href[:1] in ("/", "#")) and not href.startswith("//")
    return href if is_ours else None


def percent(part: float) -> str:
    """Return a share of the width, so that a picture fits any width and its letters keep their size."""
    return f"{100 * part:.2f}%"
