"""Every way around the machine ends at the database (quality T4): no undeclared state, no undeclared edge."""

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core import serializers
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction

from applications.enums import CheckStatus, Conclusion, DecisionState, State
from applications.models import (
    Application,
    CheckFinding,
    CheckRun,
    Decision,
    FactSheet,
    Judgement,
    Note,
    RoundExtension,
)
from applications.services.checking import run_check
from records.models import Act
from records.services import record
from tests.applications.workflow.table import EDGES, STATES
from tests.factories import ApplicationFactory, CheckRunFactory, DecisionFactory, FactSheetFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def refused(work: Callable[[], Any]) -> str:
    """The database's words when it refuses; empty when it did not."""
    try:
        with transaction.atomic():
            work()
            transaction.set_rollback(True)
    except IntegrityError as error:
        return str(error)
    return ""


def test_the_attribute_cannot_be_set() -> None:
    row = ApplicationFactory()
    with pytest.raises(AttributeError, match="Direct state modification is not allowed"):
        row.state = State.RECOGNISED
    assert row.state == State.DRAFT


def test_a_refresh_still_reads_the_state_and_leaves_it_protected() -> None:
    row = ApplicationFactory()
    Application.objects.filter(pk=row.pk).update(state=State.SUBMITTED)
    row.refresh_from_db()
    assert row.state == State.SUBMITTED
    with pytest.raises(AttributeError):
        row.state = State.DRAFT
    Application.objects.filter(pk=row.pk).delete()
    with pytest.raises(Application.DoesNotExist):
        row.refresh_from_db()
    with pytest.raises(AttributeError):
        row.state = State.DRAFT


def test_update_takes_exactly_the_declared_edges() -> None:
    rows = {state: ApplicationFactory(state=state) for state in STATES}

    def move(source: str, target: str) -> Any:
        row = Application.objects.filter(pk=rows[source].pk)
        return refused(lambda: row.update(state=target, returned_from=State.SUBMITTED))

    outcomes = {(a, b): move(a, b) for a in STATES for b in STATES if a != b}
    assert {pair for pair, words in outcomes.items() if not words} == EDGES
    assert all("no such edge" in words for pair, words in outcomes.items() if pair not in EDGES)


def skip_with_save(row: Application) -> None:
    row.__dict__["state"] = State.RECOGNISED
    row.save()


def skip_with_update(row: Application) -> None:
    Application.objects.filter(pk=row.pk).update(state=State.RECOGNISED)


def skip_with_bulk_update(row: Application) -> None:
    row.__dict__["state"] = State.RECOGNISED
    Application.objects.bulk_update([row], ["state"])


def skip_with_sql(row: Application) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE applications_application SET state = 'recognised' WHERE id = %s", [row.pk])


def skip_with_an_unknown_state(row: Application) -> None:
    Application.objects.filter(pk=row.pk).update(state="nonsense")


def another(row: Application, state: State) -> Application:
    """The same town at another level, with everything that a row needs."""
    return Application(
        round=row.round,
        applicant=row.applicant,
        town=row.town,
        office=row.office,
        holder=row.holder,
        level="province",
        created_by=row.created_by,
        state=state,
    )


def skip_by_beginning_at_the_end(row: Application) -> None:
    another(row, State.RECOGNISED).save()


def skip_with_bulk_create(row: Application) -> None:
    Application.objects.bulk_create([another(row, State.SHORTLISTED)])


WAYS_ROUND = [
    skip_with_save,
    skip_with_update,
    skip_with_bulk_update,
    skip_with_sql,
    skip_with_an_unknown_state,
    skip_by_beginning_at_the_end,
    skip_with_bulk_create,
]


@pytest.mark.parametrize("way", WAYS_ROUND)
def test_no_way_round_the_machine_writes_anything(way: Callable[[Application], None]) -> None:
    row = ApplicationFactory()
    words = refused(lambda: way(row))
    assert "no such edge" in words or "begins in draft" in words or "known_state" in words
    assert list(Application.objects.values_list("state", flat=True)) == [State.DRAFT]


@pytest.mark.parametrize("as_new_row", [False, True])
def test_loaddata_is_held_back_as_well(tmp_path: Path, as_new_row: bool) -> None:
    row = ApplicationFactory()
    rows = json.loads(serializers.serialize("json", [row]))
    rows[0]["fields"]["state"] = State.RECOGNISED
    if as_new_row:
        rows[0]["pk"], rows[0]["fields"]["level"] = row.pk + 1000, "province"
    path = tmp_path / "rows.json"
    path.write_text(json.dumps(rows), encoding="utf-8")
    assert refused(lambda: call_command("loaddata", str(path), verbosity=0))
    assert list(Application.objects.values_list("state", flat=True)) == [State.DRAFT]


def test_a_decision_goes_one_way_and_never_without_number_and_date() -> None:
    decision, applied = DecisionFactory(), DecisionFactory(applied=True)
    rows = Decision.objects
    assert "no such edge" in refused(lambda: rows.filter(pk=applied.pk).update(state=DecisionState.PREPARED))
    assert refused(lambda: rows.filter(pk=decision.pk).update(state=DecisionState.APPLIED))
    assert refused(lambda: rows.filter(pk=applied.pk).update(document_number=""))
    assert refused(lambda: Decision.objects.create(**_columns(decision), state=DecisionState.APPLIED))


def _columns(decision: Decision) -> dict[str, Any]:
    return {
        "round": decision.round,
        "authority": decision.authority,
        "title": "名单",
        "prepared_by": decision.prepared_by,
    }


def written_once() -> list[tuple[Any, dict[str, Any]]]:
    """A row of each table that is only ever added to, and a change that somebody might like to make."""
    check = CheckRunFactory()
    run_check(check_id=check.pk)
    act = record(actor=None, verb="application.save", target=check.fact_sheet.application)
    return [
        (act, {"comment": "改过的意见"}),
        (check.fact_sheet, {"content": "{}"}),
        (check.findings.first(), {"verdict": "met"}),
        *_written_by_the_office(check.fact_sheet),
    ]


def _written_by_the_office(sheet: FactSheet) -> list[tuple[Any, dict[str, Any]]]:
    application, by = sheet.application, {"made_by": sheet.created_by}
    office, round_ = application.office, application.round
    judgement = Judgement.objects.create(
        fact_sheet=sheet,
        criterion=1,
        requirement="history",
        conclusion=Conclusion.UNMET,
        reason="材料不足。",
        organisation=office,
        **by,
    )
    note = Note.objects.create(application=application, organisation=office, text="请再核对。", **by)
    extension = RoundExtension.objects.create(
        round=round_,
        old_closes_at=round_.closes_at,
        new_closes_at=round_.closes_at + timedelta(days=5),
        reason="雨雪天气。",
        **by,
    )
    return [
        (judgement, {"conclusion": Conclusion.MET}),
        (note, {"text": "没有说过。"}),
        (extension, {"reason": "别的理由。"}),
    ]


def test_acts_sheets_findings_and_words_of_the_office_are_neither_changed_nor_removed() -> None:
    for row, change in written_once():
        rows = type(row).objects.filter(pk=row.pk)
        before = rows.values().get()
        assert "append-only" in refused(lambda rows=rows, change=change: rows.update(**change))
        assert "append-only" in refused(lambda rows=rows: rows._raw_delete(rows.db))
        for name, value in change.items():
            setattr(row, name, value)
        assert "append-only" in refused(row.save)
        assert rows.values().get() == before


@pytest.mark.parametrize("model", [FactSheet, CheckFinding, Act, Judgement, Note, RoundExtension])
def test_they_cannot_be_emptied_in_one_stroke(model: Any) -> None:
    written_once()
    table = model._meta.db_table
    stroke = f"TRUNCATE {table} CASCADE" if connection.vendor == "postgresql" else f"DELETE FROM {table}"

    def empty() -> None:
        connection.check_constraints()
        with connection.cursor() as cursor:
            cursor.execute(stroke)

    assert "append-only" in refused(empty)
    assert model.objects.exists()


def test_a_check_knows_four_statuses() -> None:
    check = CheckRunFactory()
    assert refused(lambda: CheckRun.objects.filter(pk=check.pk).update(status="nonsense"))
    for status in CheckStatus:
        assert not refused(lambda status=status: CheckRun.objects.filter(pk=check.pk).update(status=status))


def test_constraints_hold_without_any_service() -> None:
    row = ApplicationFactory(state=State.REVIEWING)
    other = ApplicationFactory(state=State.REVIEWING)
    rows = Application.objects
    assert refused(lambda: rows.filter(pk=other.pk).update(number=row.number))
    assert refused(lambda: rows.filter(pk=other.pk).update(town=row.town))
    assert refused(lambda: rows.filter(pk=row.pk).update(level="realm"))
    assert refused(lambda: rows.filter(pk=row.pk).update(state=State.RETURNED, returned_from=""))
    assert refused(lambda: FactSheetFactory(application=FactSheetFactory().application, number=1))
    step = row.steps.get(template__kind="decision")
    assert refused(lambda: type(step).objects.filter(pk=step.pk).update(closed_at=row.moved_at))
    assert refused(lambda: rows.filter(pk=row.pk).update(holder=None))


def test_what_an_office_has_to_do_is_never_nobodys() -> None:
    """T40: a step that is open in the hands of nobody would wait for ever; the database refuses it."""
    for state in STATES:
        row = ApplicationFactory(state=state)
        rows = Application.objects.filter(pk=row.pk)
        is_open = row.steps.filter(opened_at__isnull=False, closed_at__isnull=True).exists()
        waits = state in {State.RECOMMENDED, State.REVIEWING}
        assert "somebody_holds_it" in refused(lambda rows=rows: rows.update(holder=None)) or not waits
        assert is_open or not waits
