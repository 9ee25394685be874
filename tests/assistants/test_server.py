"""The server, asked by the protocol's own client."""

import hashlib
import os
import sys

import anyio
import pytest

from sayso.assistants import NOTE, make_server
from sayso.cli.main import run
from sayso.web.read_only import open_to_read

mcp = pytest.importorskip("mcp", reason="no Model Context Protocol here: pip install 'sayso[mcp]'")
pytestmark = pytest.mark.filterwarnings("ignore::mcp.MCPDeprecationWarning")


@pytest.fixture
def ask(db):
    """Calls tools one after the other within the process; returns their results."""

    def start(*calls):
        async def go():
            with open_to_read(str(db)) as record:
                async with mcp.Client(make_server(record)) as client:
                    return [await client.call_tool(name, asked) for name, asked in calls]

        return anyio.run(go)

    return start


def test_tools_are_named_described_and_read_only(db):
    async def go():
        with open_to_read(str(db)) as record:
            async with mcp.Client(make_server(record)) as client:
                return client.instructions, (await client.list_tools()).tools

    instructions, tools = anyio.run(go)
    assert NOTE in instructions
    assert [tool.name for tool in tools] == ["search_claims", "open_event", "follow_commitments"]
    assert all(tool.description and tool.annotations.read_only_hint for tool in tools)


def test_assistant_goes_from_claim_to_event_to_commitment(ask):
    (found,) = ask(("search_claims", {"text": "killed", "place": "Karo", "limit": 1}))
    claim = found.structured_content["claims"][0]
    event, promises = ask(
        ("open_event", {"event": claim["event"]}), ("follow_commitments", {"as_of": "2020-03-31"})
    )
    assert event.structured_content["disagreements"]
    assert promises.structured_content["commitments"][0]["state"] == "kept"
    assert all(answer.structured_content["note"] == NOTE for answer in (found, event, promises))


def test_wrong_question_is_answered_with_the_remedy(ask):
    none, wrong = ask(("open_event", {"event": "g_none"}), ("search_claims", {"type": "NONSENSE"}))
    assert none.is_error
    assert "take the event of a claim" in none.content[0].text
    assert wrong.is_error
    assert "ASSAULT" in wrong.content[0].text


def test_command_answers_over_standard_streams_and_changes_nothing(db):
    before = hashlib.sha256(db.read_bytes()).hexdigest()
    command = mcp.StdioServerParameters(
        command=sys.executable,
        args=["-m", "sayso", "mcp", "--db", str(db)],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
    )

    async def go():
        async with mcp.Client(mcp.stdio_client(command)) as client:
            return await client.call_tool("search_claims", {"place": "Homs"})

    answer = anyio.run(go)
    assert answer.structured_content["claims"][0]["words"].startswith("Rebels shelled the city of Homs")
    assert hashlib.sha256(db.read_bytes()).hexdigest() == before


def test_record_that_is_not_there_is_an_error(tmp_path, capsys):
    assert run(["mcp", "--db", str(tmp_path / "none.db")]) == 2
    assert "no record" in capsys.readouterr().err
