"""Papers that are settled: linked by an earlier run, or by a person.

Once linked, always linked, unless a person or the record itself objects.
"""

from collections.abc import Sequence

from warehouse.linking import overrides
from warehouse.linking.decide import Candidate, Decision, is_same_work
from warehouse.linking.overrides import Standing
from warehouse.linking.pairs import Paper
from warehouse.linking.rows import Row, blank_row, candidate_row, record_columns, twin_reasons


def keeps(earlier: Row, stand: Standing) -> bool:
    """Whether an earlier row stays as it is.

    A row stays when its paper was once linked by evidence (``linked_at`` is set): also when it has
    since gone to review, which only a person can end. It does not when a person rejected its
    record, nor when it was a person's choice that has been taken back.
    """
    if earlier["linked_at"] is None or earlier["method"] == "human":
        return False
    return stand.rejects(earlier["s2_paper_id"], earlier["s2_corpus_id"]) is None


def kept_rows(
    paper: Paper, earlier: Row, decision: Decision, stand: Standing
) -> tuple[Row, list[Row]]:
    """The earlier row, brought up to date, and the candidates as they stand beside it.

    The link itself does not move: a record that came back under another id is followed, records
    of the same work that are new are added to the twins, rejected ones leave them with a note, and
    that is all.
    """
    ours = _find(decision, earlier["s2_paper_id"], earlier["s2_corpus_id"])
    twins = _twins(decision, ours)
    row = {**_without_rejected(_followed(earlier, ours), stand), "venue_id": paper.venue_id}
    if row["status"] != "linked":
        return row, _beside(paper, decision, ours, [], "review")
    new = [c for c in twins if c.record.s2_paper_id not in row["twin_ids"]]
    row["twin_ids"] = [*row["twin_ids"], *(c.record.s2_paper_id for c in new)]
    row["reasons"] = [*row["reasons"], *map(_new_twin, new)]
    return row, _beside(paper, decision, ours, twins, "linked")


def chosen_rows(
    paper: Paper, chosen: overrides.Decision, decision: Decision
) -> tuple[Row, list[Row]]:
    """The link that a person chose, and the candidates as they stand beside it."""
    ours = _find(decision, chosen.s2_paper_id, chosen.s2_corpus_id)
    twins = _twins(decision, ours)
    found = ours.reasons if ours else ["the record is not among those found"]
    row = {
        **blank_row(paper),
        "s2_paper_id": chosen.s2_paper_id,
        "s2_corpus_id": chosen.s2_corpus_id,
        **(record_columns(ours.record) if ours else {}),
        "status": "linked",
        "method": "human",
        "score": 1.0,
        "reasons": [str(chosen), *found],
        "linked_at": chosen.decided_at,
        "twin_ids": [twin.record.s2_paper_id for twin in twins],
    }
    if ours:
        row["reasons"] += twin_reasons(ours.record, [twin.record for twin in twins])
    return row, _beside(paper, decision, ours, twins, "linked")


def _find(
    decision: Decision, s2_paper_id: str | None, s2_corpus_id: int | None
) -> Candidate | None:
    """The candidate with that id, or else that corpus id."""
    everyone = decision.candidates
    by_id = (c for c in everyone if c.record.s2_paper_id == s2_paper_id)
    numbered = (c for c in everyone if c.record.row.get("s2_corpus_id") == s2_corpus_id)
    return next(by_id, None) or (next(numbered, None) if s2_corpus_id is not None else None)


def _twins(decision: Decision, ours: Candidate | None) -> list[Candidate]:
    """Other trusted records of the same work as the settled one."""
    peers = [c for c in (decision.linked, *decision.twins) if c is not None and c is not ours]
    if ours is None:
        return []
    return sorted(
        (c for c in peers if is_same_work(c.record, ours.record)),
        key=lambda c: (-c.record.citation_count, c.record.s2_paper_id),
    )


def _followed(earlier: Row, ours: Candidate | None) -> Row:
    """The earlier row under the id that its record has now."""
    row = {**earlier, "twin_ids": [*earlier["twin_ids"]], "reasons": [*earlier["reasons"]]}
    if ours is None or earlier["s2_paper_id"] in (None, ours.record.s2_paper_id):
        return row
    moved = f"the record's id changed from {earlier['s2_paper_id']} to {ours.record.s2_paper_id}"
    return {**row, **record_columns(ours.record), "reasons": [*row["reasons"], moved]}


def _without_rejected(row: Row, stand: Standing) -> Row:
    """The row without the twins that a person rejected, and a reason in place of each."""
    rejected = {id_: stand.rejects(id_, None) for id_ in row["twin_ids"]}
    notes = [f"its twin {id_} was {decision}" for id_, decision in rejected.items() if decision]
    kept = [id_ for id_, decision in rejected.items() if decision is None]
    return {**row, "twin_ids": kept, "reasons": [*row["reasons"], *notes]}


def _new_twin(candidate: Candidate) -> str:
    count = candidate.record.citation_count
    return f"seen later: {candidate.record.s2_paper_id} is a record of this work too, cited {count}"


def _beside(
    paper: Paper,
    decision: Decision,
    ours: Candidate | None,
    twins: Sequence[Candidate],
    role: str,
) -> list[Row]:
    rows = [candidate_row(paper, ours, role)] if ours else []
    rows += [candidate_row(paper, c, "twin") for c in twins]
    rest = [c for c in decision.candidates if c is not ours and c not in twins]
    shown = [c for c in rest if c.is_worth_showing]
    note = "the paper is linked to another record already"
    return rows + [candidate_row(paper, c.noted(note), "refused") for c in shown]
