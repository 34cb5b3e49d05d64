"""A decision is mended: anything while it is prepared, by an erratum once it is published; nobody else, nothing twice."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.actors import ANONYMOUS, Actor
from accounts.enums import Role
from applications.enums import DecisionState, State
from applications.models import Application, Decision, DecisionItem, Erratum
from applications.services import correcting, deciding, reviewing
from core.errors import Conflict, Invalid, NotAllowed
from files.models import FileVersion
from records.models import Act
from tests.applications.thread import at, carry, filled, prepare, publish
from tests.applications.uploads import broken, prepared_by, provincial, upload
from tests.factories import PersonFactory, TownFactory, UserFactory, World, actor
from towns.models import Designation

pytestmark = [pytest.mark.django_db, pytest.mark.both]

TODAY = timezone.localdate()
STRANGERS = ["filer", "unit_admin", "reviewer", "system_admin", "neighbour_filer", "far_reviewer"]


@pytest.fixture
def pair(world: World) -> list[Application]:
    """Two towns of the county on the shortlist."""
    other = TownFactory(name="试验铸造专业镇", owner=world.county)
    return [at(world, State.SHORTLISTED), carry(world, filled(world, town=other), State.SHORTLISTED)]


@pytest.fixture
def decision(world: World, pair: list[Application]) -> Decision:
    """Both of them put to the government."""
    return prepare(world, *pair)


@pytest.fixture
def published(world: World) -> Decision:
    """One town under 试政发〔2026〕1号."""
    return publish(world, prepare(world, at(world, State.SHORTLISTED)))


def person(world: World, name: str) -> Actor:
    return ANONYMOUS if name == "nobody" else getattr(world, name)


def correct(who: Actor, decision: Decision, **changed: Any) -> Decision:
    """As it stands, but for what is named."""
    known = {
        "title": decision.title,
        "document_number": decision.document_number,
        "decided_on": decision.decided_on,
        "applications": [item.application for item in decision.items.order_by("pk")],
    }
    return correcting.correct_decision(actor=who, decision=decision, **{**known, **changed})


def erratum(who: Actor, decision: Decision, **changed: Any) -> list[Erratum]:
    known = {
        "title": decision.title,
        "document_number": decision.document_number,
        "decided_on": decision.decided_on,
        "reason": "原文录入有误。",
    }
    return correcting.add_erratum(actor=who, decision=decision, **{**known, **changed})


# While it is prepared.


@pytest.mark.parametrize("who", ["director", "registrar"])
def test_number_and_date_are_filled_in_as_soon_as_they_are_known(
    world: World, decision: Decision, who: str
) -> None:
    day = TODAY - timedelta(days=3)
    row = correct(person(world, who), decision, document_number="试政发〔2026〕9号", decided_on=day)
    row.refresh_from_db()
    assert (row.document_number, row.decided_on, row.version) == ("试政发〔2026〕9号", day, 2)
    assert (row.state, row.applied_by) == (DecisionState.PREPARED, None)
    act = Act.objects.get(verb="decision.correct")
    assert act.user == person(world, who).user
    assert act.details["changes"] == [
        {"field": "文号", "old": "", "new": "试政发〔2026〕9号"},
        {"field": "认定日期", "old": "", "new": day.isoformat()},
    ]


def test_the_office_changes_the_title_and_the_registrar_does_not(world: World, decision: Decision) -> None:
    assert correct(world.director, decision, title="改过的名单").title == "改过的名单"
    with pytest.raises(NotAllowed, match="标题由办公室主任修改"):
        correct(world.registrar, decision, title="登记员的标题")
    assert Decision.objects.get().title == "改过的名单"


@pytest.mark.parametrize("who", [*STRANGERS, "nobody"])
def test_nobody_else_corrects(world: World, decision: Decision, who: str) -> None:
    with pytest.raises(NotAllowed):
        correct(person(world, who), decision, document_number="试政发〔2026〕9号")
    decision.refresh_from_db()
    assert (decision.document_number, decision.version) == ("", 1)
    assert not Act.objects.filter(verb="decision.correct").exists()


def test_directors_and_registrars_of_another_place_do_not_correct(world: World, decision: Decision) -> None:
    others = [
        actor(Role.OFFICE_DIRECTOR, organisation=world.far_office),
        actor(Role.REGISTRAR, organisation=world.far_city),
        actor(Role.REGISTRAR, organisation=world.office),
    ]
    for other in others:
        with pytest.raises(NotAllowed):
            correct(other, decision, document_number="试政发〔2026〕9号")


def test_a_town_is_taken_off_and_declined_with_its_reason(
    world: World, decision: Decision, pair: list[Application]
) -> None:
    with pytest.raises(NotAllowed, match="已列入认定决定"):
        reviewing.decline_application(actor=world.registrar, application=pair[1], comment="不同意。")
    correct(world.registrar, decision, applications=[pair[0]])
    assert Act.objects.get(verb="decision.correct").details["changes"] == [
        {"field": "名单", "old": "试验食醋专业镇、试验铸造专业镇", "new": "试验食醋专业镇"}
    ]
    fresh = Application.objects.get(pk=pair[1].pk)
    reviewing.decline_application(actor=world.registrar, application=fresh, comment="规模不足。")
    publish(world, Decision.objects.get())
    states = Application.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == [State.RECOGNISED, State.DECLINED]
    assert Act.objects.get(verb="application.decline").comment == "规模不足。"
    assert Designation.objects.count() == 1


def test_the_office_puts_a_town_on_and_the_registrar_does_not(world: World, pair: list[Application]) -> None:
    decision = prepare(world, pair[0])
    with pytest.raises(NotAllowed, match="登记员只能移出"):
        correct(world.registrar, decision, applications=pair)
    correct(world.director, decision, applications=pair)
    assert decision.items.count() == 2
    assert {item.added_by for item in decision.items.all()} == {world.director.user}


def test_a_list_is_never_empty(world: World, decision: Decision) -> None:
    with pytest.raises(Invalid) as refusal:
        correct(world.registrar, decision, applications=[])
    assert list(refusal.value.fields) == ["applications"]
    assert decision.items.count() == 2


def test_what_is_not_ready_or_stands_elsewhere_is_not_put_on(world: World, pair: list[Application]) -> None:
    decision = prepare(world, pair[0])
    prepare(world, pair[1])
    reviewing_one = carry(world, filled(world, town=TownFactory(owner=world.county)), State.REVIEWING)
    elsewhere, _, _ = provincial(world)
    for other in (pair[1], reviewing_one, elsewhere):
        with pytest.raises(Conflict, match="不在拟认定名单"):
            correct(world.director, decision, applications=[pair[0], other])
    assert decision.items.count() == 1


def test_each_item_names_the_sheet_that_was_submitted_last(world: World, decision: Decision) -> None:
    for item in decision.items.all():
        assert item.fact_sheet == item.application.fact_sheets.order_by("-number").first()
        assert item.fact_sheet is not None


def test_a_stale_page_corrects_nothing(world: World, decision: Decision) -> None:
    old = decision.version
    correct(world.director, decision, document_number="试政发〔2026〕9号", version=old)
    with pytest.raises(Conflict, match="已有变化"):
        correct(world.registrar, decision, document_number="试政发〔2026〕10号", version=old)
    decision.refresh_from_db()
    assert decision.document_number == "试政发〔2026〕9号"
    with pytest.raises(Conflict):
        deciding.apply_decision(
            actor=world.registrar,
            decision=decision,
            document_number="试政发〔2026〕10号",
            decided_on=TODAY,
            version=old,
        )


def test_saving_without_a_change_leaves_no_trace(world: World, decision: Decision) -> None:
    correct(world.director, decision)
    decision.refresh_from_db()
    assert decision.version == 1
    assert not Act.objects.filter(verb="decision.correct").exists()


def test_a_number_of_another_decision_and_a_day_to_come_are_refused(
    world: World, pair: list[Application]
) -> None:
    publish(world, prepare(world, pair[0]), "试政发〔2026〕7号")
    decision = prepare(world, pair[1])
    for changed, field in (
        ({"document_number": "试政发〔2026〕7号"}, "document_number"),
        ({"decided_on": TODAY + timedelta(days=1)}, "decided_on"),
    ):
        with pytest.raises(Invalid) as refusal:
            correct(world.director, decision, **changed)
        assert list(refusal.value.fields) == [field]
    decision.refresh_from_db()
    assert (decision.document_number, decision.decided_on) == ("", None)


def test_what_is_published_is_not_corrected(world: World, published: Decision) -> None:
    for who in (world.director, world.registrar):
        with pytest.raises(Conflict, match="更正说明"):
            correct(who, published, document_number="试政发〔2026〕2号")


def test_a_decision_that_was_taken_back_is_not_corrected(world: World, decision: Decision) -> None:
    deciding.cancel_decision(actor=world.director, decision=decision)
    with pytest.raises(Conflict, match="删除或撤回"):
        correcting.correct_decision(
            actor=world.director,
            decision=decision,
            title="x",
            document_number="",
            decided_on=None,
            applications=[],
        )


# Four eyes.


def test_whoever_put_a_town_on_the_list_does_not_publish_it(world: World, pair: list[Application]) -> None:
    decision = prepare(world, pair[0])
    colleague = actor(Role.OFFICE_DIRECTOR, organisation=world.office)
    correct(colleague, decision, applications=pair)
    in_both = actor(Role.REGISTRAR, organisation=world.city, user=colleague.user)
    with pytest.raises(NotAllowed, match="请由另一位登记员办理"):
        publish_as(in_both, decision)
    correct(world.director, decision, applications=[pair[0]])
    assert publish_as(in_both, decision).applied_by == colleague.user


def test_two_accounts_of_one_person_are_one_pair_of_eyes(world: World) -> None:
    row, director, _ = provincial(world)
    who = PersonFactory()
    director.user.person = who
    director.user.save(update_fields=["person"])
    decision = prepared_by(director, row)
    second = actor(Role.REGISTRAR, organisation=world.province_office, user=UserFactory(person=who))
    with pytest.raises(NotAllowed, match="请由另一位登记员办理"):
        publish_as(second, decision)


def test_at_the_province_the_office_decides_itself_by_two_people(world: World) -> None:
    row, director, registrar = provincial(world)
    decision = prepared_by(director, row)
    both = actor(Role.REGISTRAR, organisation=world.province_office, user=director.user)
    with pytest.raises(NotAllowed, match="请由另一位登记员办理"):
        publish_as(both, decision)
    assert publish_as(registrar, decision).state == DecisionState.APPLIED
    assert Designation.objects.get().authority == world.province_office


def test_a_registrar_of_an_office_sees_what_is_put_to_it_and_no_more(world: World) -> None:
    row, director, registrar = provincial(world)
    decision = prepared_by(director, row)
    at_the_city = at(world, State.SHORTLISTED, town=TownFactory(owner=world.county))
    prepare(world, at_the_city)
    assert list(Decision.objects.visible_to(registrar)) == [decision]
    assert list(Application.objects.visible_to(registrar)) == [row]
    for other in (Role.SYSTEM_ADMIN,):
        assert not Decision.objects.visible_to(actor(other, organisation=world.province_office)).exists()


def publish_as(who: Actor, decision: Decision) -> Decision:
    return deciding.apply_decision(
        actor=who, decision=decision, document_number="试政发〔2026〕1号", decided_on=TODAY
    )


# The scan.


def test_the_scan_comes_in_while_it_is_prepared(world: World, decision: Decision) -> None:
    correct(world.director, decision, scan=upload("扫描.pdf"))
    decision.refresh_from_db()
    version = decision.scan.versions.get()
    assert (version.name, decision.scan.owner) == ("扫描.pdf", world.office)
    assert Act.objects.get(verb="decision.correct").details["changes"] == [
        {"field": "扫描件", "old": "", "new": "扫描.pdf"}
    ]
    correct(world.registrar, decision, scan=upload("清晰.pdf", "clear"))
    decision.refresh_from_db()
    assert [each.number for each in decision.scan.versions.order_by("number")] == [1, 2]


def test_a_scan_comes_in_or_is_replaced_after_publication(world: World, published: Decision) -> None:
    correcting.attach_scan(actor=world.registrar, decision=published, scan=upload("甲.pdf", "a"))
    correcting.attach_scan(actor=world.registrar, decision=published, scan=upload("乙.pdf", "b"))
    published.refresh_from_db()
    names = published.scan.versions.order_by("number").values_list("name", flat=True)
    assert list(names) == ["甲.pdf", "乙.pdf"]
    changes = [
        act.details["changes"] for act in Act.objects.filter(verb="decision.attach_scan").order_by("pk")
    ]
    assert changes == [
        [{"field": "扫描件", "old": "", "new": "甲.pdf"}],
        [{"field": "扫描件", "old": "甲.pdf（第 1 版）", "new": "乙.pdf"}],
    ]


def test_the_same_bytes_once_more_are_no_new_scan(world: World, published: Decision) -> None:
    for _ in range(2):
        correcting.attach_scan(actor=world.registrar, decision=published, scan=upload("甲.pdf", "a"))
        published.refresh_from_db()
    assert FileVersion.objects.count() == 1
    assert Act.objects.filter(verb="decision.attach_scan").count() == 1


@pytest.mark.parametrize("who", [*STRANGERS, "director", "nobody"])
def test_only_the_registrar_attaches_to_what_is_published(
    world: World, published: Decision, who: str
) -> None:
    with pytest.raises(NotAllowed):
        correcting.attach_scan(actor=person(world, who), decision=published, scan=upload())
    assert not FileVersion.objects.exists()


def test_the_scan_of_what_is_prepared_belongs_to_its_correction(world: World, decision: Decision) -> None:
    with pytest.raises(Conflict, match="还没有公布"):
        correcting.attach_scan(actor=world.registrar, decision=decision, scan=upload())


def test_a_bad_file_is_refused_and_nothing_of_the_correction_stays(world: World, decision: Decision) -> None:
    with pytest.raises(Invalid) as refusal:
        correct(world.director, decision, document_number="试政发〔2026〕9号", scan=broken())
    assert list(refusal.value.fields) == ["scan"]
    decision.refresh_from_db()
    assert (decision.document_number, decision.scan, decision.version) == ("", None, 1)
    assert not Act.objects.filter(verb="decision.correct").exists()


# Errata.


def test_an_erratum_changes_the_decision_and_every_recognition(world: World, pair: list[Application]) -> None:
    decision = publish(world, prepare(world, *pair), "试政发〔2026〕7号")
    day = TODAY - timedelta(days=400)
    made = erratum(world.registrar, decision, document_number="试政发〔2025〕7号", decided_on=day)
    assert [(each.field, each.old, each.new) for each in made] == [
        ("document_number", "试政发〔2026〕7号", "试政发〔2025〕7号"),
        ("decided_on", TODAY.isoformat(), day.isoformat()),
    ]
    assert {each.made_by for each in made} == {world.registrar.user}
    decision.refresh_from_db()
    assert (decision.document_number, decision.decided_on) == ("试政发〔2025〕7号", day)
    for row in pair:
        designation = row.town.designations.get()
        assert (designation.document_number, designation.decided_on) == ("试政发〔2025〕7号", day)
        assert designation.year == day.year
    act = Act.objects.get(verb="decision.add_erratum")
    assert (act.comment, len(act.details["changes"])) == ("原文录入有误。", 2)
    assert Act.objects.filter(verb="town.correct_designation").count() == 2


def test_an_erratum_of_the_title(world: World, published: Decision) -> None:
    erratum(world.registrar, published, title="更正后的名单")
    assert Designation.objects.get().document_title == "更正后的名单"
    assert str(Erratum.objects.get()) == "标题由“试验认定名单”更正为“更正后的名单”"


def test_an_erratum_reads_a_day_as_people_do(world: World, published: Decision) -> None:
    erratum(world.registrar, published, decided_on=date(2026, 1, 5))
    assert Erratum.objects.get().new_words == "2026年1月5日"


def test_the_same_erratum_twice_changes_nothing_more(world: World, published: Decision) -> None:
    old = published.version
    erratum(world.registrar, published, document_number="试政发〔2026〕2号", version=old)
    with pytest.raises(Conflict, match="已有变化"):
        erratum(world.registrar, published, document_number="试政发〔2026〕2号", version=old)
    with pytest.raises(Invalid, match="没有要更正的"):
        erratum(world.registrar, published, document_number="试政发〔2026〕2号")
    assert Erratum.objects.count() == 1


def test_a_second_erratum_stands_beside_the_first(world: World, published: Decision) -> None:
    for number in ("试政发〔2026〕2号", "试政发〔2026〕3号"):
        erratum(world.registrar, published, document_number=number)
        published.refresh_from_db()
    pairs = Erratum.objects.order_by("pk").values_list("old", "new")
    assert list(pairs) == [
        ("试政发〔2026〕1号", "试政发〔2026〕2号"),
        ("试政发〔2026〕2号", "试政发〔2026〕3号"),
    ]


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"reason": " ", "title": "x"}, "reason"),
        ({"title": ""}, "title"),
        ({"document_number": " "}, "document_number"),
        ({"decided_on": TODAY + timedelta(days=1)}, "decided_on"),
    ],
)
def test_an_erratum_that_does_not_hold_is_refused_at_its_field(
    world: World, published: Decision, changed: dict[str, Any], field: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        erratum(world.registrar, published, **changed)
    assert list(refusal.value.fields) == [field]
    assert not Erratum.objects.exists()


def test_an_erratum_takes_no_number_of_another_decision(world: World, pair: list[Application]) -> None:
    publish(world, prepare(world, pair[0]), "试政发〔2026〕7号")
    second = publish(world, prepare(world, pair[1]), "试政发〔2026〕8号")
    with pytest.raises(Invalid) as refusal:
        erratum(world.registrar, second, document_number="试政发〔2026〕7号")
    assert list(refusal.value.fields) == ["document_number"]
    assert pair[1].town.designations.get().document_number == "试政发〔2026〕8号"
    assert not Erratum.objects.exists()


@pytest.mark.parametrize("who", [*STRANGERS, "director", "nobody"])
def test_only_the_registrar_of_the_authority_mends(world: World, published: Decision, who: str) -> None:
    with pytest.raises(NotAllowed):
        erratum(person(world, who), published, document_number="试政发〔2026〕2号")
    assert not Erratum.objects.exists()


def test_what_is_prepared_needs_no_erratum(world: World, decision: Decision) -> None:
    with pytest.raises(Conflict, match="直接修改"):
        erratum(world.registrar, decision, document_number="试政发〔2026〕2号", decided_on=TODAY)
    assert DecisionItem.objects.count() == 2
