"""People judge in the pages: by name, in forms of ours, and can take it back."""

import re

import pytest
from tests.web.conftest import mark_in

from sayso.record import Store
from sayso.web.visits import SignedOut


def first_claim(client, **query: str) -> dict:
    return client.get("/api/claims", params={"limit": 1, **query}).json()["rows"][0]


def judge(client, claim: str, verdict: str, **fields: str):
    mark = mark_in(client.get("/review").text)
    return client.post("/review/judge", data={"claim": claim, "verdict": verdict, "mark": mark, **fields})


def offered(page: str, verdict: str) -> list[str]:
    """The keys of the claims that one may choose from in the form of a verdict."""
    forms = [form for form in page.split("<form") if f'name="verdict" value="{verdict}"' in form]
    return [key for form in forms for key in re.findall(r'type="radio" name="other" value="([^"]+)"', form)]


def test_review_needs_a_name(serve, db: str) -> None:
    client = serve(db)
    page = client.get("/review").text
    assert 'name="name"' in page
    answer = judge(client, first_claim(client)["id"], "accept")
    assert answer.status_code == 400
    assert client.get("/api/judgements").json()["rows"] == []


@pytest.mark.parametrize(("verdict", "word"), [("accept", "accepted"), ("reject", "rejected")])
def test_accept_and_reject_go_on_to_the_next(ann, verdict: str, word: str) -> None:
    claim = first_claim(ann)
    total = ann.get("/api/claims/count?original=true").json()["count"]
    answer = judge(ann, claim["id"], verdict, after="", back="?type=ASSAULT")
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/review?type=ASSAULT&done=j_")
    assert [one["id"] for one in ann.get(f"/api/claims?verdict={word}").json()["rows"]] == [claim["id"]]
    assert ann.get("/api/claims/count?verdict=none").json()["count"] == total - 1
    (made,) = ann.get("/api/judgements").json()["rows"]
    assert (made["by"], made["verdict"]) == ("Ann", verdict)
    assert 'by <bdi class="who">Ann</bdi>' in ann.get("/review/judgements").text


def test_undo_stands_on_the_next_page(ann) -> None:
    claim = first_claim(ann)
    page = ann.get(judge(ann, claim["id"], "reject").headers["location"]).text
    (made,) = ann.get("/api/judgements").json()["rows"]
    assert 'data-key="u"' in page
    assert f'name="claim" value="{claim["id"]}"' in page
    assert f'name="other" value="{made["id"]}"' in page


def test_judgement_is_taken_back(ann) -> None:
    claim = first_claim(ann)
    judge(ann, claim["id"], "reject")
    (made,) = ann.get("/api/judgements").json()["rows"]
    assert judge(ann, claim["key"], "withdraw", other=made["id"]).status_code == 303
    assert first_claim(ann)["id"] == claim["id"]
    assert first_claim(ann)["verdict"] == ""


def test_correction_is_shown_with_the_value_before(ann) -> None:
    claim = first_claim(ann)
    answer = judge(ann, claim["id"], "correct", field="status", value="planned", why="it says will")
    assert f"claim={claim['id']}" in answer.headers["location"]
    assert first_claim(ann)["status"] == "planned"
    page = ann.get(answer.headers["location"]).text
    assert "corrected" in page
    assert "<bdi>occurred</bdi> → <bdi>planned</bdi>" in page


def test_wrong_correction_is_told_and_nothing_is_written(ann) -> None:
    claim = first_claim(ann)
    answer = judge(ann, claim["id"], "correct", field="type", value="no such type")
    assert "note=" in answer.headers["location"]
    assert "is no event type" in ann.get(answer.headers["location"]).text
    assert ann.get("/api/judgements").json()["rows"] == []


def test_field_with_choices_is_corrected_by_choosing(ann) -> None:
    claim = first_claim(ann, type="ASSAULT")
    page = ann.get("/review", params={"claim": claim["id"]}).text
    offered = re.findall(r'<option value="(\w+)=([^"]+)">', page)
    assert {field for field, _ in offered} == {"status", "negated", "type", "mode", "certainty"}
    assert ("status", claim["status"]) not in offered
    assert ("type", "AID") in offered
    assert ("mode", "heavy-weapons") in offered or "heavy-weapons" in claim["mode"]
    judge(ann, claim["id"], "correct", choice="type=AID")
    assert first_claim(ann, id=claim["key"])["event"]["type"] == "AID"


def test_likely_claims_of_the_story_are_offered_to_merge(ann, db: str) -> None:
    picked = {}
    with Store(db, create=False) as store:
        told = store.claims(type="INCIDENT")
        for row in [claim for claim in told if claim.report.publisher == "Harbour Post"]:
            page = ann.get("/review", params={"claim": row.claim.id, "report": row.report.id}).text
            events = store.events(id=row.claim.id, report=row.report.id)
            refs = [ref for event in events for ref in event.event.claims]
            joined = {claim.claim.key for claim in store.claims_of(refs)} - {row.claim.key}
            assert set(offered(page, "split")) == joined
            others = [next(iter(store.claims(id=key))) for key in offered(page, "merge")]
            assert all(claim.report.id != row.report.id for claim in others)
            assert {claim.claim.event.type for claim in others} <= {"INCIDENT"}
            assert joined.isdisjoint(claim.claim.key for claim in others)
            picked |= {claim.claim.key: row.claim.id for claim in others}
    other, claim = next(iter(picked.items()))
    judge(ann, claim, "merge", other=other)
    (made,) = ann.get("/api/judgements").json()["rows"]
    assert (made["verdict"], made["other"]) == ("merge", other)


@pytest.mark.parametrize("verdict", ["merge", "split"])
def test_claims_are_merged_and_split(ann, verdict: str) -> None:
    one, other = ann.get("/api/claims?limit=2").json()["rows"]
    assert judge(ann, one["id"], verdict, other=other["id"]).status_code == 303
    (made,) = ann.get("/api/judgements").json()["rows"]
    assert (made["verdict"], made["other"]) == (verdict, other["key"])


@pytest.mark.parametrize(
    "headers",
    [{"origin": "https://evil.example"}, {"sec-fetch-site": "cross-site"}, {"origin": "null"}],
    ids=str,
)
def test_forms_from_elsewhere_are_refused(ann, headers: dict[str, str]) -> None:
    mark = mark_in(ann.get("/review").text)
    sent = {"claim": first_claim(ann)["id"], "verdict": "accept", "mark": mark}
    assert ann.post("/review/judge", data=sent, headers=headers).status_code == 400
    assert ann.get("/api/judgements").json()["rows"] == []


@pytest.mark.parametrize("mark", ["", "0" * 64, "é"])
def test_forms_without_the_mark_of_the_visit_are_refused(ann, mark: str) -> None:
    sent = {"claim": first_claim(ann)["id"], "verdict": "accept", "mark": mark}
    assert ann.post("/review/judge", data=sent).status_code == 400
    assert ann.post("/review/sign-in", data={"name": "Eve", "mark": mark}).status_code == 400
    assert ann.get("/api/judgements").json()["rows"] == []


def test_mark_of_another_visit_is_refused(serve, db: str, ann) -> None:
    other = mark_in(serve(db).get("/review").text)
    sent = {"claim": first_claim(ann)["id"], "verdict": "accept", "mark": other}
    assert ann.post("/review/judge", data=sent).status_code == 400


def test_cookie_that_was_changed_is_worth_nothing(ann) -> None:
    body, _, mark = ann.cookies["sayso_visit"].strip('"').partition(".")
    for forged in (f"{body}x.{mark}", f"{body}.{mark[:-1]}0x", "x", ".", "é.é"):
        answer = ann.get("/review", headers={"cookie": f"sayso_visit={forged}".encode()})
        assert 'action="/review/sign-in"' in answer.text


def test_cookie_is_kept_from_scripts_and_other_sites(serve, db: str) -> None:
    cookie = serve(db).get("/review").headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie


def test_password_is_asked_for_and_tries_are_few(serve, db: str) -> None:
    client = serve(db, password="open sesame", sign_ins_per_minute=3)  # noqa: S106
    mark = mark_in(client.get("/review").text)
    wrong = client.post("/review/sign-in", data={"name": "Eve", "password": "x", "mark": mark})
    assert "not+the+password" in wrong.headers["location"]
    assert 'name="password"' in client.get("/review").text
    right = {"name": "Ann", "password": "open sesame", "mark": mark}
    assert client.post("/review/sign-in", data=right).status_code == 303
    assert "You are" in client.get("/review").text
    client.post("/review/sign-in", data={**right, "password": "y"})
    assert client.post("/review/sign-in", data=right).status_code == 400


def test_cookie_judges_no_more_after_sign_out(ann, db: str) -> None:
    mark = mark_in(ann.get("/review").text)
    kept = f"sayso_visit={ann.cookies['sayso_visit']}"
    assert ann.post("/review/sign-out", data={"mark": mark}).status_code == 303
    sent = {"claim": first_claim(ann)["id"], "verdict": "accept", "mark": mark}
    ann.cookies.clear()
    assert ann.post("/review/judge", data=sent, headers={"cookie": kept}).status_code == 400
    assert "You are" not in ann.get("/review", headers={"cookie": kept}).text
    assert ann.get("/api/judgements").json()["rows"] == []


def test_somebody_signs_in_after_signing_out(ann) -> None:
    mark = mark_in(ann.get("/review").text)
    assert ann.post("/review/sign-out", data={"mark": mark}).status_code == 303
    page = ann.get("/review").text
    assert 'name="name"' in page
    assert ann.post("/review/sign-in", data={"name": "Tom", "mark": mark_in(page)}).status_code == 303
    assert judge(ann, first_claim(ann)["id"], "accept").status_code == 303
    assert [made["by"] for made in ann.get("/api/judgements").json()["rows"]] == ["Tom"]


def test_sign_outs_are_remembered_within_limits(monkeypatch) -> None:
    monkeypatch.setattr("sayso.web.visits._MAX_SIGNED_OUT", 2)
    signed_out = SignedOut()
    for id in "abc":
        signed_out.add(id)
    assert [id in signed_out for id in "abc"] == [False, True, True]


def test_nobody_judges_where_the_server_only_reads(client) -> None:
    assert "Nobody can judge" in client.get("/review").text


@pytest.mark.parametrize(
    "back", ["https://evil.example/", "//evil.example", "?next=//evil", "\r\nset-cookie: a=b"]
)
def test_forms_lead_nowhere_else(ann, back: str) -> None:
    answer = judge(ann, first_claim(ann)["id"], "accept", back=back)
    assert answer.headers["location"].startswith("/review?done=j_")


def test_each_decision_has_a_key(ann) -> None:
    page = ann.get("/review").text
    for key in "arncms":
        assert f'data-key="{key}"' in page
