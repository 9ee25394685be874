"""Reading of archives on Spark: the same readings by the same function, on any number of machines.

Two steps with one shuffle between them. Each line of an archive is parsed; then reports go to tasks by
their text, so that copies of a text are adjacent in one task, and the text is read once. Each Python process
of Spark has one worker process that loads the models once and may die: a report that kills it is returned
as unread, and no task fails.
"""

import io
import os
import pickle
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from importlib import import_module
from itertools import islice
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

import msgspec

from sayso.engine.batches import BatchReader, cut_batches
from sayso.engine.pool import Pool
from sayso.engine.reuse import reading_key
from sayso.errors import MissingPackageError, ReportError, SaysoError, UsageError
from sayso.ingest import Refusal
from sayso.ingest.archive import FIELDS, read_line
from sayso.ingest.files import InputFormat, bare_name, suffix_format
from sayso.ingest.refusal import refusal_of
from sayso.ingest.streams import expand
from sayso.ingest.tables import Columns, Table, match_columns, read_table
from sayso.model import Issue, Reading, Report
from sayso.model.base import Struct
from sayso.model.raw import Raw
from sayso.model.report import digest

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

__all__ = [
    "COLUMNS",
    "INPUT_COLUMNS",
    "SparkError",
    "inputs_of_files",
    "inputs_of_lines",
    "lines_of_archive",
    "lines_of_table",
    "read_on_spark",
    "start_spark",
    "write_readings",
]

INPUT_COLUMNS = FIELDS
# Columns of a reading, and their types in Spark.
COLUMNS = {
    "id": "string",
    "document": "string",
    "input_id": "string",
    "url": "string",
    "publisher": "string",
    "published": "string",
    "language": "string",
    "status": "string",
    "attributions": "int",
    "claims": "int",
    "commitments": "int",
    "issues": "array<string>",
    "reader": "string",
    "reading": "binary",
}
# At 400 words a report the full tier reads 5,000 in a quarter of an hour: what a failed machine costs.
_REPORTS_A_TASK = 5_000
_BATCH = 16
# Rows that go between Spark and Python at once; pages have 100 KB and more.
_ROWS = 256
_INPUT = "key string, input binary"
_SETTINGS = {
    "spark.sql.execution.arrow.maxRecordsPerBatch": str(_ROWS),
    # Days of publication are written as they stand, wherever the driver runs.
    "spark.sql.session.timeZone": "UTC",
    # The heads' matrices are small: more threads than one only wait for each other.
    "spark.executorEnv.OPENBLAS_NUM_THREADS": "1",
}
# The network is not asked where one machine is enough.
_LOCAL = {"spark.driver.bindAddress": "127.0.0.1", "spark.driver.host": "localhost"}


class SparkError(SaysoError):
    """Spark could not do what it was asked to."""

    code = "spark"


def start_spark(master: str | None = None, settings: Mapping[str, str] | None = None) -> "SparkSession":
    """Start a session of Spark on this machine (`local[N]`, N processes) or the cluster of `master`.

    Without `master`, Spark's own configuration decides, else all cores of this machine. Raises
    `MissingPackageError` where pyspark or Java is missing.
    """
    sql = _load("pyspark.sql")
    _find_java()
    chosen = dict(_SETTINGS)
    if master is not None and master.startswith("local"):
        chosen |= _LOCAL
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    builder = sql.SparkSession.builder.appName("sayso")
    builder = builder.master(master) if master is not None else builder
    for name, value in (chosen | dict(settings or {})).items():
        builder = builder.config(name, value)
    session: SparkSession = builder.getOrCreate()
    return session


def lines_of_archive(
    spark: "SparkSession", paths: Iterable[str], *, name_filter: str | None = None
) -> "DataFrame":
    """Load the lines of JSON Lines archives, as bytes, each with its file.

    Paths may be files, compressed or not, folders, and patterns, wherever Spark can read. `name_filter` is
    a pattern that file names in folders must meet.
    """
    functions = _load("pyspark.sql.functions")
    reader = spark.read.option("recursiveFileLookup", "true").option("lineSep", "\n")
    if name_filter is not None:
        reader = reader.option("pathGlobFilter", name_filter)
    return reader.text(list(paths)).select(
        functions.input_file_name().alias("place"),
        # Bytes, not words: a line that is no UTF-8 is one report's fault.
        functions.col("value").cast("binary").alias("line"),
    )


def lines_of_table(table: "DataFrame", columns: Columns | None = None) -> "DataFrame":
    """Convert the rows of a table with the columns of the input format to lines of an archive.

    `columns` gives the column of a field where its name is another. Raises `UsageError` where the columns
    that are needed are not there.
    """
    functions = _load("pyspark.sql.functions")
    found = match_columns(table.columns, columns or {})
    cells = [_cell(table, table.columns[at]).alias(field) for field, at in found.items()]
    line = functions.to_json(functions.struct(*cells))
    return table.select(
        functions.input_file_name().alias("place"), functions.encode(line, "UTF-8").alias("line")
    )


def _cell(table: "DataFrame", name: str) -> Any:  # noqa: ANN401 - a column of Spark
    """Return a column as JSON holds it: blank text as none, days and moments as `sayso read` gives them."""
    functions = _load("pyspark.sql.functions")
    column, type_ = functions.col(f"`{name}`"), table.schema[name].dataType.typeName()
    if type_ in ("timestamp", "timestamp_ntz"):
        zone = "xxx" if type_ == "timestamp" else ""
        moment = functions.date_format(column, f"yyyy-MM-dd'T'HH:mm:ss{zone}")
        is_day = functions.date_format(column, "HH:mm:ss.SSSSSS") == "00:00:00.000000"
        return (
            moment
            if zone
            else functions.when(is_day, functions.to_date(column).cast("string")).otherwise(moment)
        )
    return functions.when(functions.trim(column) != "", column) if type_ == "string" else column


def inputs_of_files(
    spark: "SparkSession",
    paths: Iterable[str],
    *,
    columns: Columns | None = None,
    published: str | None = None,
    name_filter: str | None = None,
) -> "DataFrame":
    """Parse the rows of CSV and TSV files with the reader of `sayso read`; one task parses a whole file.

    Paths and `name_filter` are as of `lines_of_archive`.
    """
    reader = spark.read.format("binaryFile").option("recursiveFileLookup", "true")
    if name_filter is not None:
        reader = reader.option("pathGlobFilter", name_filter)
    take = partial(_take_files, published, columns or {})
    return reader.load(list(paths)).select("path", "content").mapInArrow(take, _INPUT)


def inputs_of_lines(lines: "DataFrame", published: str | None = None) -> "DataFrame":
    """Parse lines of archives; `published` is for reports without a date."""
    return lines.mapInArrow(partial(_take_in, published), _INPUT)


def read_on_spark(
    lines: "DataFrame",
    load: Callable[[], BatchReader],
    *,
    published: str | None = None,
    tasks: int | None = None,
) -> "DataFrame":
    """Read lines, or inputs taken in already, into one row a report, with the columns of `COLUMNS`.

    Nothing runs before it is asked for.
    `load` makes the reader and is packed with pickle, so it must be importable on the machines of Spark.
    `reading` holds the bytes that reading in one process gives. What could not be taken in is a row of
    status `refused` without an id. The order of the rows says nothing.
    """
    spark = lines.sparkSession
    if tasks is None:
        tasks = max(spark.sparkContext.defaultParallelism, -(-lines.count() // _REPORTS_A_TASK))
    taken = inputs_of_lines(lines, published) if "line" in lines.columns else lines
    grouped = taken.repartition(tasks, "key").sortWithinPartitions("key")
    schema = ", ".join(f"{name} {type_}" for name, type_ in COLUMNS.items())
    # mapInArrow rather than mapInPandas: nulls and bytes come as they are.
    return grouped.mapInArrow(partial(_read, pickle.dumps(load)), schema)


def write_readings(readings: "DataFrame", output: str, output_format: str = "parquet") -> dict[str, int]:
    """Write readings into a new folder as `parquet`, or as `jsonl` with the readings' own bytes alone.

    Gives how many rows there were of each status, how many had issues, and how many claims.
    """
    sql, functions, errors = _load("pyspark.sql"), _load("pyspark.sql.functions"), _load("pyspark.errors")
    col = functions.col
    counted = {status: col("status") == status for status in ("read", "unread", "refused")}
    counted |= {"issues": functions.size("issues") > 0, "claims": col("claims")}
    seen = sql.Observation()
    readings = readings.observe(
        seen, *[functions.sum(column.cast("long")).alias(name) for name, column in counted.items()]
    )
    try:
        if output_format == "parquet":
            readings.write.option("compression", "zstd").parquet(output)
        else:
            lines = readings.where(col("reading").isNotNull())
            lines.select(col("reading").cast("string")).write.text(output)
    except errors.PySparkException as error:
        first = str(error).strip().split("\n")[0]
        raise SparkError(f"Spark failed: {first}", help="Spark's own log says more") from error
    return {name: number or 0 for name, number in seen.get.items()}


class _Input(Struct, frozen=True, kw_only=True):
    """A parsed line: its report, if there is one, and its refusals."""

    report: Report | None
    refusals: tuple[Refusal, ...]


_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(_Input)


def _take_in(published: str | None, batches: Iterable[Any]) -> Iterator[Any]:
    """Parse lines into inputs, each with the key of readings that are equal."""
    for batch in batches:
        places, lines = batch.column("place").to_pylist(), batch.column("line").to_pylist()
        inputs = [_take_line(line, place, published) for place, line in zip(places, lines, strict=True)]
        yield _pack(parsed for parsed in inputs if parsed.report or parsed.refusals)


def _take_files(published: str | None, columns: Columns, batches: Iterable[Any]) -> Iterator[Any]:
    """Parse files into inputs, one for each row."""
    for batch in batches:
        for place, content in zip(batch.column("path"), batch.column("content"), strict=True):
            inputs = _take_file(content.as_py(), place.as_py(), published, columns)
            while rows := list(islice(inputs, _ROWS)):
                yield _pack(rows)


def _take_file(content: bytes, place: str, published: str | None, columns: Columns) -> Iterator[_Input]:
    form = suffix_format(bare_name(PurePosixPath(place)).suffix.lower())
    stream = expand(io.BufferedReader(io.BytesIO(content)), place)
    table = Table(stream, place, InputFormat.TSV if form is InputFormat.TSV else InputFormat.CSV)
    waiting: list[Refusal] = []
    try:
        for taken in read_table(table, published, columns):
            if isinstance(taken, Refusal):
                waiting.append(taken)
            if isinstance(taken, Report) or (waiting and waiting[-1].report is None):
                yield _Input(report=taken if isinstance(taken, Report) else None, refusals=tuple(waiting))
                waiting = []
    except (ReportError, UsageError) as error:
        yield _Input(report=None, refusals=(*waiting, refusal_of(error, place)))


def _pack(inputs: Iterable[_Input]) -> Any:  # noqa: ANN401 - a batch of pyarrow
    arrow = _load("pyarrow")
    entries = list(inputs)
    return arrow.RecordBatch.from_arrays(
        [
            arrow.array([_key(parsed) for parsed in entries], arrow.string()),
            arrow.array([_encoder.encode(parsed) for parsed in entries], arrow.binary()),
        ],
        names=["key", "input"],
    )


def _take_line(line: bytes, place: str, published: str | None) -> _Input:
    try:
        taken = [entry for entry in read_line(line, place, published) if not isinstance(entry, Raw)]
    except Exception as error:  # noqa: BLE001 - the border of a report: a task holds thousands
        issue = Issue.of_fault(error)
        return _Input(report=None, refusals=(Refusal(where=place, code=issue.code, message=issue.message),))
    return _Input(
        report=next((entry for entry in taken if isinstance(entry, Report)), None),
        refusals=tuple(entry for entry in taken if isinstance(entry, Refusal)),
    )


def _key(parsed: _Input) -> str:
    if parsed.report is not None:
        return digest(*reading_key(parsed.report))
    return digest(*(refusal.where for refusal in parsed.refusals))


def _read(packed_load: bytes, batches: Iterable[Any]) -> Iterator[Any]:
    """Read inputs, sorted by key, into rows."""
    arrow = _load("pyarrow")
    fields = {"string": arrow.string(), "int": arrow.int32(), "binary": arrow.binary()}
    fields["array<string>"] = arrow.list_(arrow.string())
    schema = arrow.schema([(name, fields[type_]) for name, type_ in COLUMNS.items()])
    with _cached_pool(packed_load) as pool:
        readings = pool.read(cut_batches(_unpack(batches), _BATCH))
        while rows := [_row(reading) for reading in islice(readings, _ROWS)]:
            yield arrow.RecordBatch.from_pylist(rows, schema)


def _unpack(batches: Iterable[Any]) -> Iterator[Report | Refusal]:
    for batch in batches:
        for packed in batch.column("input").to_pylist():
            parsed = _decoder.decode(packed)
            yield from parsed.refusals
            if parsed.report is not None:
                yield parsed.report


_pools: dict[bytes, Pool] = {}


@contextmanager
def _cached_pool(packed_load: bytes) -> Iterator[Pool]:
    """Provide the worker pool of this process, reused between tasks; a new one after an aborted task."""
    pool = _pools.pop(packed_load, None) or Pool(pickle.loads(packed_load), 1)  # noqa: S301 - packed by us
    try:
        yield pool
    except BaseException:
        pool.close()
        raise
    _pools[packed_load] = pool


def _row(reading: Reading | Refusal) -> dict[str, Any]:
    if isinstance(reading, Refusal):
        counts = {"attributions": 0, "claims": 0, "commitments": 0}
        return {"status": "refused", "issues": [f"{reading.code}: {reading.line()}"], **counts}
    row: dict[str, Any] = {name: getattr(reading.report, name, None) for name in COLUMNS}
    return row | {
        "status": reading.status.value,
        "attributions": len(reading.attributions),
        "claims": len(reading.claims),
        "commitments": len(reading.commitments),
        "issues": [f"{issue.code}: {issue.message}" for issue in reading.issues],
        "reader": reading.reader.fingerprint(),
        "reading": reading.to_json(),
    }


def _find_java() -> None:
    home = os.environ.get("JAVA_HOME")
    if shutil.which("java", path=os.path.join(home, "bin") if home else None) is None:  # noqa: PTH118
        raise MissingPackageError(
            "Spark needs Java 17 or newer, and there is none" + (f" in JAVA_HOME={home}" if home else ""),
            help="apt install openjdk-17-jre-headless, or set JAVA_HOME",
        )


def _load(module: str) -> Any:  # noqa: ANN401 - an optional package
    try:
        return import_module(module)
    except ModuleNotFoundError as error:
        package = module.partition(".")[0]
        raise MissingPackageError(
            f"reading on Spark needs the package {package}", help='pip install "sayso[spark]"'
        ) from error
