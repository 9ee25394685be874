"""Rows for figures, as reports might give them, and a page of all of them, which is not shipped."""

from pathlib import Path

from markupsafe import Markup, escape
from starlette.applications import Starlette
from starlette.responses import HTMLResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from sayso.web.figures import Dated, Placed, Valued, draw_days, draw_map, draw_values
from sayso.web.guard import Guard
from sayso.web.renderer import STATIC
from sayso.web.settings import Settings

HOSTILE = "</script><img src=x onerror=alert(1)>\"'<b>\u202etxet"

VALUES = [
    Valued("r1/c1", "2020-08-04T17:20:00Z", "at least 10", "Reuters", "agency", min=10),
    Valued("r2/c1", "2020-08-04T20:05:00Z", "more than 25", "health minister Hamad Hasan", "source", min=25),
    Valued(
        "r3/c1", "2020-08-04T20:40:00Z", "around 30", "Lebanese Red Cross", "source", 30, approximate=True
    ),
    Valued("r4/c1", "2020-08-05T06:10:00Z", "78", "health minister Hamad Hasan", "source", 78),
    Valued("r5/c1", "2020-08-05T09:30:00Z", "over 100", "Lebanese Red Cross", "source", min=100),
    Valued(
        "r6/c1", "2020-08-05T09:45:00Z", "between 90 and 110", "a security official", "source", None, 90, 110
    ),
    Valued("r7/c1", "2020-08-05T16:00:00Z", "135", "health minister Hamad Hasan", "source", 135),
    Valued("r8/c1", "2020-08-06T08:00:00Z", "137", "the health ministry", "source", 137),
    Valued("r9/c1", "2020-08-06T08:20:00Z", "dozens", "<i>a resident</i>", "source", approximate=True),
    Valued("r10/c1", None, "no fewer than 130", "an outlet not named", "outlet", min=130),
]
PLACED = [
    *(
        Placed(f"b{n}", f"The blast killed at least {60 + n}", "Beirut", "occurred", 33.8933, 35.5016)
        for n in range(9)
    ),
    Placed("t1", "Residents fled the port district", "Tripoli", "occurred", 34.4367, 35.8497, "/reports/t1"),
    Placed("t2", "Protesters gathered", "Tripoli", "ongoing", 34.4367, 35.8497),
    Placed("d1", "Syria denied a strike", "Damascus", "negated", 33.5102, 36.2913),
    Placed("s1", "Field hospital to be sent", "Sidon", "planned", 33.5633, 35.3689),
    Placed("h1", "Calls for an inquiry", "Haifa", "demanded", 32.8191, 34.9983),
    Placed("n1", "Port could close", "Nicosia", "hypothetical", 35.1753, 33.3642),
    Placed("x1", HOSTILE, "Zahle <b>", "occurred", 33.8463, 35.902, "javascript:alert(1)"),
    Placed("g1", "Troops withdrew", "Baghdad", "occurred", 33.3406, 44.4009),
    Placed("g2", "Base handed over", "Taji", "occurred", 33.5264, 44.2567),
    Placed("a1", "انسحبت القوات من المدينة", "حلب", "occurred", 36.2012, 37.1612),
    Placed("u1", "A convoy was attacked", "", "occurred"),
    Placed("u2", "Talks will resume", "the region", "planned"),
]
DATED = [
    *(
        Dated(f"2020-08-{4 + n:02d}", "occurred", count)
        for n, count in enumerate([9, 14, 11, 6, 4, 3, 5, 2, 1, 2])
    ),
    *(
        Dated(f"2020-08-{5 + n:02d}", "ongoing", count)
        for n, count in enumerate([3, 4, 4, 3, 0, 2, 1])
        if count
    ),
    Dated("2020-08-06", "planned", 3),
    Dated("2020-08-11", "planned", 2),
    Dated("2020-08-05", "demanded", 4),
    Dated("2020-08-08", "demanded", 5),
    Dated("2020-08-07", "negated", 2),
    Dated("2020-08-09", "hypothetical", 1),
    Dated(None, "occurred", 7),
]


def demo(scripts: bool = True) -> str:
    """All figures on one page, as a template would place them."""
    rows = Markup("").join(
        Markup('<tr data-feature="{}"><td dir="auto">{}</td><td dir="auto">{}</td><td>{}</td></tr>').format(
            one.id, one.place or "no place", one.label, one.status
        )
        for one in PLACED
    )
    loaded = "".join(
        f'<script type="module" src="/static/{name}.js"></script>' for name in ("map", "timeline")
    )
    return f"""<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Figures</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark"><link rel="icon" href="/static/icon.svg">
<link rel="stylesheet" href="/static/sayso.css"><link rel="stylesheet" href="/static/figures.css">
{loaded if scripts else ""}</head><body><main class="wide"><h1>Explosion in the port of Beirut</h1>
<h2>Where</h2>{draw_map(PLACED)}
<table><caption>Claims and places</caption><thead><tr><th scope="col">Place</th><th scope="col">Claim</th>
<th scope="col">Status</th></tr></thead><tbody>{rows}</tbody></table>
<h2>When</h2>{draw_days(DATED)}
<h2>How many {escape("killed")}</h2>{draw_values(VALUES, slot="killed", title="Killed")}
</main></body></html>"""


def make_demo() -> Guard:
    """The page behind the headers that every page of Sayso has."""

    async def show(request):
        return HTMLResponse(demo(scripts="still" not in request.query_params))

    routes = [Route("/", show), Mount("/static", StaticFiles(directory=Path(STATIC)))]
    return Guard(Starlette(routes=routes), Settings())
