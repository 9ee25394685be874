"""`sayso situations`: what holds where, as told."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sayso.cli.databases import db_option
from sayso.cli.query import filter_options, filters_of
from sayso.cli.records import print_records, record_options

if TYPE_CHECKING:
    from sayso.relate import WatchList

__all__ = ["command"]


@click.command("situations", short_help="Tell what holds where, on whose word.")
@db_option
@filter_options
@click.option("--watch", metavar="FILE", help="Only what this watch list (TOML) names.")
@click.option(
    "--timeline", is_flag=True, help="All that is told of it, in order of day, instead of what holds."
)
@record_options
def command(**options: Any) -> int:  # noqa: ANN401 - click gives what is declared above
    """Tell what holds where by what reports claim, from when to when, on whose word.

    Forces at a place, control of it, a person held, an office, a cease-fire, sanctions. Filters choose the
    claims that are looked at; --as-of shows what held as told by the end of that day. Where sources tell what
    cannot both be, it is disputed.

    \b
    Examples:
      sayso situations --db sayso.db --country Iraq
      sayso situations --watch bases.toml --as-of 2020-03-31 --format csv
      sayso situations --watch bases.toml --timeline
    """
    import msgspec

    from sayso.engine import find_state_assertions
    from sayso.model.dates import check_date, last_day
    from sayso.record import Store
    from sayso.relate import situations_of, turns_of
    from sayso.tables import SITUATIONS, TURNS, situation_object

    watch = _read_watch_list(options["watch"])
    as_of = last_day(check_date(options["as_of"], "--as-of")) if options["as_of"] else None
    with Store(options["db"], create=False) as record:
        assertions = find_state_assertions(record, **filters_of(options))
    if options["timeline"]:
        return print_records(
            turns_of(assertions, as_of=as_of, watch=watch), TURNS, msgspec.to_builtins, options
        )
    situations = situations_of(assertions, as_of=as_of, watch=watch)
    return print_records(situations, SITUATIONS, situation_object, options)


def _read_watch_list(path: str | None) -> "WatchList | None":
    from sayso.errors import UsageError
    from sayso.relate import parse_watch_list

    if path is None:
        return None
    try:
        text = Path(path).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        why = getattr(error, "strerror", None) or "it is not in UTF-8"
        raise UsageError(
            f"the watch list cannot be read: {why}", where=path, help="name a TOML file in UTF-8"
        ) from error
    return parse_watch_list(text, where=path)
