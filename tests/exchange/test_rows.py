"""Enterprises by Excel: from the sheet to the list and back out of it."""

import pytest

from core.errors import Conflict, NotAllowed
from exchange.enums import ImportState, PageKind
from records.models import Act
from tests.exchange import sheets
from tests.exchange.conftest import Bring
from tests.factories import EnterpriseFactory, World
from towns.models import Enterprise

pytestmark = [pytest.mark.django_db, pytest.mark.both]
ROWS = [
    ("试验醋业", "企业", "龙头企业", sheets.code(1)),
    ("试验包装", "企业", "配套企业", ""),
    ("试验合作社", "专业合作社", "配套企业", sheets.code(3)),
]


def test_nothing_is_written_before_somebody_confirms(world: World, bring: Bring, confirm: Bring) -> None:
    batch = bring(world.filer, "enterprises", world.town.pk, sheets.xlsx(sheets.FIRMS, ROWS))
    assert (batch.state, batch.counts["new"]) == (ImportState.READY, 3)
    assert not Enterprise.objects.exists()
    batch = confirm(world.filer, batch)
    assert batch.state == ImportState.APPLIED
    assert set(Enterprise.objects.values_list("name", "credit_code", "town_id")) == {
        (name, code, world.town.pk) for name, _, _, code in ROWS
    }
    act = Act.objects.get(verb="town.import_rows")
    assert (act.user, act.target_id, act.details["row"]) == (world.filer.user, str(world.town.pk), "企业")


def test_the_same_sheet_again_says_all_the_same_and_writes_nothing(
    world: World, bring: Bring, confirm: Bring
) -> None:
    confirm(world.filer, bring(world.filer, "enterprises", world.town.pk, sheets.xlsx(sheets.FIRMS, ROWS)))
    before = list(Enterprise.objects.order_by("pk").values())
    again = bring(world.filer, "enterprises", world.town.pk, sheets.xlsx(sheets.FIRMS, ROWS))
    assert [again.counts[kind] for kind in ("new", "changed", "same")] == [0, 0, 3]
    confirm(world.filer, again)
    assert list(Enterprise.objects.order_by("pk").values()) == before


def test_what_changes_is_shown_with_old_and_new(world: World, bring: Bring, confirm: Bring) -> None:
    row = EnterpriseFactory(town=world.town, name="试验醋业", role="supporting", credit_code=sheets.code(1))
    batch = bring(world.filer, "enterprises", world.town.pk, sheets.xlsx(sheets.FIRMS, ROWS))
    (changed,) = sheets.lines(batch, PageKind.CHANGED)
    assert changed[2] == row.pk and (changed[4][2], changed[5][2]) == ("supporting", "leading")
    confirm(world.filer, batch)
    row.refresh_from_db()
    assert (row.role, row.version) == ("leading", 2)


def test_all_errors_are_told_at_once_by_row_and_column(world: World, bring: Bring) -> None:
    rows = [
        ("试验醋业", "企业", "龙头企业", sheets.code(1)),
        ("", "企业", "龙头企业", ""),
        ("试验甲", "公司", "龙头企业", ""),
        ("试验乙", "企业", "配套企业", "9114012100000000"),
        ("试验醋业二", "企业", "配套企业", sheets.code(1)),
    ]
    batch = bring(world.filer, "enterprises", world.town.pk, sheets.xlsx(sheets.FIRMS, rows))
    assert batch.state == ImportState.FAULTY
    assert [(row, column) for row, column, _ in sheets.problems(batch)] == [
        (3, "A"),
        (4, "B"),
        (5, "D"),
        (6, "D"),
    ]
    assert "与第 2 行重复" in sheets.problems(batch)[-1][2]
    with pytest.raises(Conflict):
        sheets.confirm(world.filer, batch)


def test_undone_as_one_act(world: World, bring: Bring, confirm: Bring) -> None:
    kept = EnterpriseFactory(town=world.town, name="试验醋业", role="supporting", credit_code=sheets.code(1))
    batch = confirm(
        world.filer, bring(world.filer, "enterprises", world.town.pk, sheets.xlsx(sheets.FIRMS, ROWS))
    )
    sheets.undo(world.filer, batch)
    row = Enterprise.objects.get()
    assert (row.pk, row.role) == (kept.pk, "supporting")
    with pytest.raises(Conflict):
        sheets.undo(world.filer, batch)


def test_rows_that_were_changed_since_hold_the_undoing_back(
    world: World, bring: Bring, confirm: Bring
) -> None:
    batch = confirm(
        world.filer, bring(world.filer, "enterprises", world.town.pk, sheets.xlsx(sheets.FIRMS, ROWS))
    )
    Enterprise.objects.filter(name="试验包装").update(version=2)
    with pytest.raises(Conflict) as refused:
        sheets.undo(world.filer, batch)
    assert "第 3 行“试验包装”" in refused.value.detail[0]
    assert Enterprise.objects.count() == 3


def test_a_row_changed_after_the_preview_stops_the_writing(world: World, bring: Bring) -> None:
    row = EnterpriseFactory(town=world.town, name="试验醋业", role="supporting", credit_code=sheets.code(1))
    batch = bring(world.filer, "enterprises", world.town.pk, sheets.xlsx(sheets.FIRMS, ROWS))
    Enterprise.objects.filter(pk=row.pk).update(version=2, kind="household")
    with pytest.raises(Conflict) as refused:
        sheets.confirm(world.filer, batch)
    assert "第 2 行“试验醋业”" in refused.value.detail[0]
    batch.refresh_from_db()
    assert batch.state == ImportState.READY and Enterprise.objects.count() == 1


def test_others_may_not(world: World, bring: Bring) -> None:
    with pytest.raises(NotAllowed):
        sheets.upload(world.reviewer, "enterprises", world.town.pk, sheets.xlsx(sheets.FIRMS, ROWS))
    with pytest.raises(LookupError):
        sheets.upload(world.neighbour_filer, "enterprises", world.town.pk, sheets.xlsx(sheets.FIRMS, ROWS))
