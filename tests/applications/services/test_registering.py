"""An application that came on paper: the office keys it in, the unit sees it, and whoever keyed it in keeps away."""

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.actors import Actor, actor_for
from accounts.enums import Role
from applications.enums import State
from applications.models import Application, Evidence, FactSheet, PaperFiling
from applications.rules import can_accept_application, can_be_handler, can_edit_application, can_read_inside
from applications.selectors.opinions import opinions_of
from applications.selectors.timeline import timeline_for
from applications.selectors.uses import Use
from applications.services import drafting, evidence, filing, filling, registering, reviewing
from applications.services.registering import PaperDates
from core.enums import Level
from core.errors import Conflict, Invalid, NotAllowed
from files.doors import can_read_version
from files.models import FileVersion, StoredFile
from notifications.models import Message
from records.models import Act
from tests.applications.thread import answered_again, content, filled, whole
from tests.applications.uploads import broken, upload
from tests.factories import Cast, MembershipFactory, TownFactory, World, actor, cast_at
from towns.models import Figure

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def today() -> date:
    return timezone.localdate()


def dates(**changed: date) -> PaperDates:
    """Signed, recommended and received today, unless said otherwise."""
    facts = {name: today() for name in ("signed_on", "recommended_on", "received_on")}
    return PaperDates(**{**facts, **changed})


def registered(scene: World | Cast, who: Actor, **facts: Any) -> Application:
    """A paper of the applicant, registered by that person."""
    given: dict[str, Any] = {
        "round_": scene.round,
        "applicant": scene.filer.organisation,
        "town": scene.town,
        "dates": dates(),
        "scan": upload("纸质申报书.pdf", "paper"),
    }
    return registering.register_paper_application(actor=who, **{**given, **facts})


def keyed_in(scene: World | Cast, who: Actor, **typed: Any) -> Application:
    """Filled in as it stands on the paper."""
    draft = registered(scene, who)
    return drafting.save_draft(actor=who, application=draft, draft=content(**typed), version=draft.version)


def finished(scene: World | Cast, who: Actor, **typed: Any) -> Application:
    return registering.finish_paper_application(actor=who, application=keyed_in(scene, who, **typed))


def colleague(world: World, role: Role = Role.REVIEWER) -> Actor:
    return actor(role, organisation=world.office)


def test_one_act_brings_the_paper_to_the_desk(world: World) -> None:
    row = finished(world, world.reviewer)
    assert (row.state, row.holder, row.came_on_paper) == (State.RECOMMENDED, world.office, True)
    assert row.submitted_at is not None and row.recommended_at is not None
    assert row.steps.filter(opened_at__isnull=False).count() == 1
    assert FactSheet.objects.get(application=row).checks.count() == 1
    verbs = list(Act.objects.about(row).values_list("verb", flat=True))
    assert verbs == [f"application.{name}" for name in ("register_paper", "save", "submit", "recommend")]
    submitted, recommended = Act.objects.about(row).filter(
        verb__in=["application.submit", "application.recommend"]
    )
    assert "签章" in submitted.comment and "盖章推荐" in recommended.comment
    assert submitted.details["received_on"] == today().isoformat()
    assert submitted.organisation == recommended.organisation == world.office


def test_figures_that_differ_are_reported_as_the_units_own(world: World) -> None:
    finished(world, world.reviewer, output="12")
    figure = Figure.objects.get(town=world.town)
    assert figure.reporter == world.county and figure.reported_by == world.reviewer.user
    assert figure.confirmed_at is None


def test_until_it_is_finished_the_office_holds_the_pen_and_the_unit_looks_on(world: World) -> None:
    draft = keyed_in(world, world.reviewer)
    assert Application.objects.visible_to(world.filer).filter(pk=draft.pk).exists()
    assert not can_edit_application(world.filer, draft)
    assert can_edit_application(world.reviewer, draft) and can_edit_application(colleague(world), draft)
    with pytest.raises(NotAllowed):
        filling.save_block(
            actor=world.filer,
            application=draft,
            key="history",
            content={"figures": {}, "answers": {"history_text": "改"}},
            version=0,
        )
    with pytest.raises(NotAllowed):
        evidence.add_evidence(
            actor=world.unit_admin, application=draft, uses=[], title="材料", upload=upload()
        )
    for who in (world.filer, world.unit_admin, world.registrar):
        with pytest.raises(NotAllowed):
            registering.finish_paper_application(actor=who, application=draft)
        with pytest.raises(NotAllowed):
            drafting.delete_draft(actor=who, application=draft)


def test_afterwards_only_a_return_gives_the_unit_the_pen(world: World) -> None:
    row = finished(world, world.reviewer)
    assert not can_edit_application(world.filer, row) and not can_edit_application(world.reviewer, row)
    director = world.director
    returned = reviewing.return_application(actor=director, application=row, marks=whole("请核对产值。"))
    assert can_edit_application(world.filer, returned) and not can_edit_application(world.reviewer, returned)
    back = answered_again(world, returned)
    assert back.state == State.RECOMMENDED and back.came_on_paper
    assert back.fact_sheets.count() == 2


def test_whoever_keyed_it_in_does_not_examine_it_and_a_colleague_does(world: World) -> None:
    draft = registered(world, world.reviewer)
    helper, other = colleague(world), colleague(world)
    drafting.save_draft(actor=helper, application=draft, draft=content(), version=draft.version)
    row = registering.finish_paper_application(actor=world.director, application=draft)
    for who in (world.reviewer, helper, world.director):
        fresh = Application.objects.get(pk=row.pk)
        permit = can_accept_application(who, fresh)
        assert not permit and "录入" in permit.reason
        assert not can_read_inside(who, fresh) and not can_be_handler(who, fresh)
        with pytest.raises(NotAllowed):
            reviewing.accept_application(actor=who, application=fresh)
    accepted = reviewing.accept_application(actor=other, application=row)
    assert accepted.state == State.REVIEWING and accepted.handler == other.user


def test_nobody_keys_in_for_a_unit_of_their_own(world: World) -> None:
    both = actor(Role.REVIEWER, organisation=world.office)
    assert both.user is not None
    MembershipFactory(user=both.user, organisation=world.county, role=Role.FILER)
    with pytest.raises(NotAllowed, match="申报单位"):
        registered(world, actor_for(both.user, organisation_id=world.office.pk))


@pytest.mark.parametrize("name", ["filer", "unit_admin", "registrar", "far_reviewer", "system_admin"])
def test_nobody_else_registers_a_paper(world: World, name: str) -> None:
    with pytest.raises(NotAllowed):
        registered(world, getattr(world, name))
    assert not PaperFiling.objects.exists() and not StoredFile.objects.exists()


def test_only_units_that_the_round_calls_and_their_own_towns(world: World) -> None:
    with pytest.raises(NotAllowed, match="收件范围"):
        registered(world, world.reviewer, applicant=world.far_county)
    with pytest.raises(NotAllowed, match="不属于"):
        registered(world, world.reviewer, town=world.neighbour_town)


def test_a_town_has_one_live_application_and_a_second_click_says_so(world: World) -> None:
    registered(world, world.reviewer)
    with pytest.raises(Conflict, match="已有正在办理"):
        registered(world, world.director)
    with pytest.raises(Conflict, match="已有正在办理"):
        drafting.create_application(actor=world.filer, round_=world.round, town=world.town)
    row = Application.objects.get()
    drafting.save_draft(actor=world.reviewer, application=row, draft=content(), version=row.version)
    registering.finish_paper_application(actor=world.reviewer, application=row)
    with pytest.raises(Conflict):
        registering.finish_paper_application(actor=world.reviewer, application=row)
    assert FactSheet.objects.count() == 1


def test_the_day_of_arrival_counts_and_not_the_day_of_keying_in(world: World) -> None:
    round_ = world.round
    round_.closes_at = timezone.make_aware(datetime.combine(today(), time.min))
    round_.opens_at = round_.closes_at - timedelta(days=30)
    round_.save()
    day = today() - timedelta(days=1)
    with pytest.raises(Invalid) as refused:
        registered(world, world.reviewer)
    assert "received_on" in refused.value.fields and "收件时间" in refused.value.message
    draft = registered(world, world.reviewer, dates=dates(signed_on=day, recommended_on=day, received_on=day))
    drafting.save_draft(actor=world.reviewer, application=draft, draft=content(), version=draft.version)
    row = registering.finish_paper_application(actor=world.reviewer, application=draft)
    assert row.state == State.RECOMMENDED


@pytest.mark.parametrize(
    ("field", "days"),
    [("signed_on", 0), ("recommended_on", -9), ("received_on", -9), ("received_on", 1)],
)
def test_dates_that_cannot_be_are_named(world: World, field: str, days: int) -> None:
    basis = today() - timedelta(days=3)
    given = dict.fromkeys(("signed_on", "recommended_on", "received_on"), basis)
    given[field] = today() + timedelta(days=days)
    with pytest.raises(Invalid) as refused:
        registered(world, world.reviewer, dates=PaperDates(**given))
    assert set(refused.value.fields) <= {"recommended_on", "received_on"}
    assert not Application.objects.exists()


def test_a_scan_that_the_guard_refuses_makes_nothing(world: World) -> None:
    with pytest.raises(Invalid):
        registered(world, world.reviewer, scan=broken())
    assert (
        not Application.objects.exists()
        and not Act.objects.filter(verb="application.register_paper").exists()
    )


def test_without_the_commitment_it_is_not_finished(world: World) -> None:
    draft = registered(world, world.reviewer)
    drafting.save_draft(
        actor=world.reviewer, application=draft, draft=content(commitment=False), version=draft.version
    )
    with pytest.raises(NotAllowed, match="承诺"):
        registering.finish_paper_application(actor=world.reviewer, application=draft)
    draft.refresh_from_db()
    assert draft.state == State.DRAFT and not draft.fact_sheets.exists()


def test_the_units_places_count_for_paper_too_and_nothing_is_half_done(world: World) -> None:
    world.round.applicant_places.filter(organisation=world.county).update(quota=1)
    first = filled(world, town=TownFactory(owner=world.county))
    filing.submit_application(actor=world.filer, application=first)
    filing.recommend_application(actor=world.unit_admin, application=first)
    draft = keyed_in(world, world.reviewer)
    with pytest.raises(NotAllowed, match="限报 1 个"):
        registering.finish_paper_application(actor=world.reviewer, application=draft)
    draft.refresh_from_db()
    assert draft.state == State.DRAFT and not draft.fact_sheets.exists()


def test_a_paper_is_not_submitted_by_halves(world: World) -> None:
    draft = keyed_in(world, world.reviewer)
    with pytest.raises(Conflict, match="纸质件"):
        filing.submit_application(actor=world.reviewer, application=draft)
    with pytest.raises(Conflict, match="不是纸质件"):
        registering.finish_paper_application(
            actor=world.filer, application=filled(world, town=TownFactory(owner=world.county))
        )


def test_the_receipt_is_put_right_until_it_is_finished(world: World) -> None:
    draft = registered(world, world.reviewer)
    day = today() - timedelta(days=1)
    registering.correct_paper(
        actor=colleague(world),
        application=draft,
        dates=dates(signed_on=day),
        scan=upload("纸质申报书.pdf", "better"),
    )
    paper = PaperFiling.objects.get()
    assert paper.signed_on == day and paper.scan.versions.count() == 2
    with pytest.raises(NotAllowed):
        registering.correct_paper(actor=world.filer, application=draft, dates=dates())
    drafting.save_draft(actor=world.reviewer, application=draft, draft=content(), version=draft.version)
    registering.finish_paper_application(actor=world.reviewer, application=draft)
    with pytest.raises(NotAllowed, match="录入完成"):
        registering.correct_paper(actor=world.reviewer, application=draft, dates=dates())


def test_the_unit_hears_of_it_and_is_not_reminded_before(world: World) -> None:
    finished(world, world.reviewer)
    heard = Message.objects.filter(kind="keyed_in")
    assert {each.user for each in heard} == {world.filer.user, world.unit_admin.user}


def test_who_reads_the_paper_and_what_was_added_to_it(world: World) -> None:
    draft = registered(world, world.reviewer)
    added = evidence.add_evidence(
        actor=world.reviewer, application=draft, uses=[Use(4)], title="产值证明", upload=upload()
    )
    scan = FileVersion.objects.get(stored_file__paper_filing__application=draft)
    proof = added.stored_file.versions.get()
    assert scan.stored_file.owner == world.office and proof.stored_file.owner == world.county
    for who in (world.reviewer, world.director, world.filer, world.unit_admin):
        assert can_read_version(who, scan) and can_read_version(who, proof)
    for who in (world.neighbour_filer, world.far_reviewer, world.registrar):
        assert not can_read_version(who, scan) and not can_read_version(who, proof)


def test_a_paper_registered_by_mistake_goes_with_its_files(world: World) -> None:
    draft = registered(world, world.reviewer)
    evidence.add_evidence(
        actor=world.reviewer, application=draft, uses=[Use(4)], title="产值证明", upload=upload()
    )
    drafting.delete_draft(actor=colleague(world), application=draft)
    assert (
        not Application.objects.exists()
        and not Evidence.objects.exists()
        and not PaperFiling.objects.exists()
    )
    assert StoredFile.objects.filter(discarded_at=None).count() == 0 and StoredFile.objects.count() == 2
    # The town is free again.
    assert filled(world).state == State.DRAFT


def test_the_way_says_that_it_was_keyed_in(world: World) -> None:
    row = Application.objects.select_related("round", "applicant", "holder").get(
        pk=finished(world, world.reviewer).pk
    )
    legs = timeline_for(world.filer, row, at=timezone.now()).legs
    assert legs[0].name == "纸质件录入" and legs[0].unit == world.office.name
    recommended = opinions_of(row, world.filer)[0]
    assert "纸质申报书" in recommended.words and recommended.person == "见纸质申报书"


def test_at_the_province_the_citys_office_keys_it_in(world: World) -> None:
    cast = cast_at(world, Level.PROVINCE)
    assert cast.relay is not None
    with pytest.raises(NotAllowed):
        registered(cast, cast.reviewer)
    with pytest.raises(NotAllowed):
        registered(cast, world.far_reviewer)
    row = finished(cast, cast.relay[0])
    assert (row.state, row.holder, row.relay_office) == (State.RECOMMENDED, world.office, world.office)
    helper = colleague(world)
    reviewing.accept_application(actor=helper, application=row)
    sent_back_for_correction_by(helper, row)


def sent_back_for_correction_by(who: Actor, row: Application) -> None:
    returned = reviewing.return_application(actor=who, application=row, marks=whole())
    assert returned.state == State.RETURNED


def test_at_the_county_the_township_is_keyed_in_for(world: World) -> None:
    cast = cast_at(world, Level.COUNTY)
    row = finished(cast, cast.reviewer)
    assert row.holder == cast.reviewer.organisation and row.applicant == cast.filer.organisation
