"""A few notes in the wording of every row of the table of eras (tests/cases/normalise/era-...)."""

import json
from hashlib import blake2b
from pathlib import Path

import pytest

from connectors.openreview.eras import ERAS, era
from warehouse.normalise.submissions import normalise_submissions

CASES = Path(__file__).parents[2] / "cases" / "normalise"
ERA_CASES = {
    path.parent.name: json.loads(path.read_text()) for path in sorted(CASES.glob("era-*/case.json"))
}
every_case = pytest.mark.parametrize("case", ERA_CASES.values(), ids=list(ERA_CASES))


def fields(case, content):
    told = {name: given for name, given in content.items() if given is not None}
    return {name: {"value": given} for name, given in told.items()} if case["api"] == 2 else told


def made_with(case, form):
    path = form.strip("/") if "/" in form else f"-/{form}"
    name = f"{case['venue_id']}/{path}"
    return {"invitations": [name]} if case["api"] == 2 else {"invitation": name}


def submission(case, written):
    file = (
        blake2b(written["file"].encode(), digest_size=20).hexdigest() if "file" in written else None
    )
    content = {"title": written["id"], **written["content"]}
    content |= {"pdf": f"/pdf/{file}.pdf"} if file else {}
    return {
        "id": written["id"],
        "forum": written["id"],
        "readers": written.get("readers", ["everyone"]),
        **{name: written[name] for name in ("number", "original") if name in written},
        **made_with(case, written["form"]),
        "content": fields(case, content),
    }


def replies(case, written):
    return [
        {
            "id": f"{written['id']}-{place}",
            "forum": written["id"],
            "replyto": written["id"],
            "readers": ["everyone"],
            "signatures": [f"{case['venue_id']}/Paper1/Reviewer_aBcD"],
            **made_with(case, reply["form"]),
            "content": fields(case, reply["content"]),
        }
        for place, reply in enumerate(written.get("replies", []))
    ]


def pages_of(case, page, *, inside=True, turned=False):
    """The case as a run keeps it: replies in their submission or apart, in order or turned."""
    content = {name: {"value": given} for name, given in case.get("group", {}).items()}
    group = {"id": case["venue_id"], "domain": case["venue_id"] if content else None}
    listed = []
    for written in case["notes"]:
        own, said = submission(case, written), replies(case, written)
        listed += [{**own, "details": {"directReplies": said}}] if inside else [own, *said]
    notes = {"notes": listed[::-1] if turned else listed}
    groups = {"groups": [{**group, "content": content or None}]}
    return [page(groups, endpoint="v2/groups"), page(notes, endpoint=f"v{case['api']}/notes")]


@every_case
@pytest.mark.parametrize("inside", [True, False], ids=["inside", "apart"])
@pytest.mark.parametrize("turned", [True, False], ids=["turned", "in-order"])
def test_every_note_becomes_what_the_case_says(case, page, inside, turned):
    pages = pages_of(case, page, inside=inside, turned=turned)
    found = normalise_submissions(case["venue_id"], pages)
    became = {
        row["paper_id"]: {
            "state": row["state"],
            "tier": row["tier"],
            "source": row["decision_source"],
        }
        for row in found.papers.to_pylist()
    }
    became |= {row["record_id"]: {"reject": row["reason"]} for row in found.rejects.to_pylist()}
    assert became == {
        note["id"]: paper(note["becomes"])
        for note in case["notes"]
        if "nothing" not in note["becomes"]
    }
    assert found.papers["state"].to_pylist().count("accepted") == case["accepted"]


def paper(becomes):
    return becomes if "reject" in becomes else {"tier": None, "source": None, **becomes}


@every_case
def test_a_case_is_about_its_row_and_uses_its_evidence(case):
    row = era(case["venue_id"], case["api"])
    assert row.name == case["row"]
    accepted = [n["becomes"] for n in case["notes"] if n["becomes"].get("state") == "accepted"]
    assert {note["source"] for note in accepted} <= set(row.evidence)


def test_every_row_has_a_case():
    rows = {(row.name, row.api) for row in ERAS}
    assert {(case["row"], case["api"]) for case in ERA_CASES.values()} == rows
