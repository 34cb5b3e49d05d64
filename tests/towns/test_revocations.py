"""A recognition is ended by two people: who may do what when, and who sees it before it is done."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.actors import Actor
from accounts.enums import Role
from core.enums import Level
from core.errors import Conflict, DomainError, Invalid, NotAllowed
from records.models import Act
from tests.factories import (
    DesignationFactory,
    OrganisationFactory,
    PersonFactory,
    RevocationFactory,
    UserFactory,
    World,
    actor,
)
from tests.harness.pages import Browser
from tests.portal.helpers import queries_of
from towns.models import Designation, Revocation
from towns.selectors import looked_after, waiting_revocations
from towns.services import cancel_revocation, confirm_revocation, designate_town, propose_revocation

pytestmark = [pytest.mark.django_db, pytest.mark.both]

GIVEN = date(2026, 5, 20)
NUMBER = "试政撤〔2026〕1号"


@dataclass(frozen=True)
class Scene:
    """A town of the county, recognised by the city (or by the province's office itself)."""

    world: World
    designation: Designation
    people: dict[str, Actor]

    def propose(self, who: str = "director") -> Revocation:
        return propose_revocation(
            actor=self.people[who], designation=self.designation, reason="连续两年产值下滑，已不符合条件。"
        )

    def confirm(self, row: Revocation, who: str = "registrar", **changes: Any) -> Revocation:
        known = {"document_number": NUMBER, "decided_on": timezone.localdate()}
        return confirm_revocation(actor=self.people[who], revocation=row, **known | changes)

    def cancel(self, row: Revocation, who: str = "director") -> Revocation:
        return cancel_revocation(actor=self.people[who], revocation=row)

    def state(self) -> str:
        return Designation.objects.get(pk=self.designation.pk).state


@pytest.fixture
def city(world: World) -> Scene:
    people = {
        name: getattr(world, name)
        for name in (
            "filer",
            "unit_admin",
            "reviewer",
            "director",
            "registrar",
            "system_admin",
            "neighbour_filer",
            "far_filer",
            "far_reviewer",
        )
    }
    people["far_director"] = actor(Role.OFFICE_DIRECTOR, organisation=world.far_office)
    people["far_registrar"] = actor(Role.REGISTRAR, organisation=world.far_city)
    people["province_director"] = actor(Role.OFFICE_DIRECTOR, organisation=world.province_office)
    people["province_registrar"] = actor(Role.REGISTRAR, organisation=world.province_office)
    people["county_registrar"] = actor(Role.REGISTRAR, organisation=world.county)
    row = DesignationFactory(town=world.town, authority=world.city, decided_on=GIVEN)
    return Scene(world, row, people)


@pytest.fixture
def province(city: Scene) -> Scene:
    row = DesignationFactory(
        town=city.world.town, level=Level.PROVINCE, authority=city.world.province_office, year=2022
    )
    return Scene(city.world, row, city.people)


def outcome(work: Callable[[], Any]) -> str:
    try:
        work()
    except DomainError as error:
        return type(error).__name__
    return "done"


def test_proposed_by_one_and_confirmed_by_another_it_is_over(city: Scene) -> None:
    row = city.propose()
    assert (row.office, row.proposed_by) == (city.world.office, city.world.director.user)
    assert city.state() == "active"

    row = city.confirm(row)

    city.designation.refresh_from_db()
    assert (row.state, row.settled_by, row.document_number) == (
        "confirmed",
        city.world.registrar.user,
        NUMBER,
    )
    assert row.settled_at is not None
    assert (city.designation.state, city.designation.revoked_on) == ("revoked", timezone.localdate())


def test_everything_is_on_record(city: Scene) -> None:
    first = city.propose()
    city.cancel(first)
    second = city.propose()
    city.confirm(second)

    assert [act.verb for act in Act.objects.about(first)] == ["revocation.propose", "revocation.cancel"]
    proposal, end = Act.objects.about(second)
    assert proposal.comment == second.reason
    assert end.details == {"number": NUMBER, "revoked_on": timezone.localdate().isoformat()}
    revoked = Act.objects.about(city.designation).get()
    assert (revoked.verb, revoked.from_state, revoked.to_state) == ("designation.revoke", "active", "revoked")
    assert revoked.comment == second.reason


@pytest.mark.parametrize("level", ["city", "province"])
def test_who_may_propose_in_which_state(level: str, request: pytest.FixtureRequest) -> None:
    scene: Scene = request.getfixturevalue(level)
    proposer = {"city": "director", "province": "province_director"}[level]
    confirmer = {"city": "registrar", "province": "province_registrar"}[level]
    for who in scene.people:
        if who != proposer:
            assert outcome(lambda who=who: scene.propose(who)) == "NotAllowed", who
    row = scene.propose(proposer)
    assert outcome(lambda: scene.propose(proposer)) == "Conflict"
    scene.confirm(row, confirmer)
    assert outcome(lambda: scene.propose(proposer)) == "Conflict"
    assert outcome(lambda: scene.propose("filer")) == "NotAllowed"


@pytest.mark.parametrize("level", ["city", "province"])
@pytest.mark.parametrize("action", ["confirm", "cancel"])
def test_who_may_settle_in_which_state(level: str, action: str, request: pytest.FixtureRequest) -> None:
    scene: Scene = request.getfixturevalue(level)
    clerk, head = {
        "city": ("registrar", "director"),
        "province": ("province_registrar", "province_director"),
    }[level]
    settle, allowed = (scene.confirm, clerk) if action == "confirm" else (scene.cancel, head)
    row = scene.propose(head)
    for who in scene.people:
        if who != allowed:
            assert outcome(lambda who=who: settle(row, who)) == "NotAllowed", who
    assert outcome(lambda: settle(row, allowed)) == "done"
    # Settled once, and what is settled answers everybody alike.
    for other in (scene.confirm, scene.cancel):
        for who in (clerk, head):
            assert outcome(lambda other=other, who=who: other(row, who)) == "Conflict"
    assert scene.state() == ("revoked" if action == "confirm" else "active")


def test_a_colleague_of_the_proposer_may_take_it_back(city: Scene) -> None:
    colleague = actor(Role.OFFICE_DIRECTOR, organisation=city.world.office)
    assert cancel_revocation(actor=colleague, revocation=city.propose()).state == "cancelled"
    assert city.propose().state == "proposed"


def both_roles(scene: Scene) -> Actor:
    office = scene.world.province_office
    return actor(Role.OFFICE_DIRECTOR, Role.REGISTRAR, organisation=office)


def test_nobody_confirms_what_they_proposed(province: Scene) -> None:
    both = both_roles(province)
    row = propose_revocation(actor=both, designation=province.designation, reason="试验理由")
    with pytest.raises(NotAllowed, match="提请人不能自己确认"):
        confirm_revocation(actor=both, revocation=row, document_number=NUMBER, decided_on=GIVEN)
    assert list(waiting_revocations(both)) == []
    assert province.confirm(row, "province_registrar").state == "confirmed"


def test_two_accounts_of_one_person_are_one_person(province: Scene) -> None:
    person, office = PersonFactory(), province.world.province_office
    head = actor(Role.OFFICE_DIRECTOR, organisation=office, user=UserFactory(person=person))
    clerk = actor(Role.REGISTRAR, organisation=office, user=UserFactory(person=person))
    row = propose_revocation(actor=head, designation=province.designation, reason="试验理由")
    with pytest.raises(NotAllowed, match="提请人不能自己确认"):
        confirm_revocation(actor=clerk, revocation=row, document_number=NUMBER, decided_on=GIVEN)
    assert list(waiting_revocations(clerk)) == []


def test_the_office_of_the_level_above_the_town_proposes_whoever_recognised_it(world: World) -> None:
    authority = OrganisationFactory(superior=world.city)
    row = DesignationFactory(town=world.town, authority=authority)
    far = actor(Role.OFFICE_DIRECTOR, organisation=world.far_office)
    with pytest.raises(NotAllowed):
        propose_revocation(actor=far, designation=row, reason="试验理由")
    assert propose_revocation(actor=world.director, designation=row, reason="试验理由").pk


def test_the_citys_office_does_not_speak_for_the_county(world: World) -> None:
    row = DesignationFactory(town=world.town, level=Level.COUNTY, authority=world.county)
    with pytest.raises(NotAllowed, match="县级领导小组办公室"):
        propose_revocation(actor=world.director, designation=row, reason="试验理由")
    office = OrganisationFactory(office=True, superior=world.county)
    head = actor(Role.OFFICE_DIRECTOR, organisation=office)
    assert propose_revocation(actor=head, designation=row, reason="试验理由").office == office


def test_a_proposal_wants_a_reason(city: Scene) -> None:
    with pytest.raises(Invalid) as refusal:
        propose_revocation(actor=city.people["director"], designation=city.designation, reason=" \n")
    assert list(refusal.value.fields) == ["reason"]
    assert not Revocation.objects.exists()


@pytest.mark.parametrize("day", [GIVEN - timedelta(days=1), timezone.localdate() + timedelta(days=1)])
def test_a_day_that_cannot_be_is_refused_and_nothing_stays(city: Scene, day: date) -> None:
    row = city.propose()
    with pytest.raises(Invalid) as refusal:
        city.confirm(row, decided_on=day)
    assert list(refusal.value.fields) == ["decided_on"]
    row.refresh_from_db()
    assert (row.state, row.settled_by, row.document_number, city.state()) == ("proposed", None, "", "active")


def test_the_second_to_come_learns_who_was_first(city: Scene) -> None:
    row = city.propose()
    with pytest.raises(Conflict) as conflict:
        city.propose()
    assert str(city.world.director.user) in conflict.value.detail[0]
    city.cancel(row)
    with pytest.raises(Conflict, match="现在是“已撤回”，不能再确认撤销") as conflict:
        city.confirm(row)
    assert "撤回提请" in conflict.value.detail[0]


def test_a_page_that_has_grown_old_is_told(city: Scene) -> None:
    row = city.propose()
    with pytest.raises(Conflict):
        city.confirm(row, version=row.version + 1)
    assert city.state() == "active"


def test_the_town_may_be_recognised_again(city: Scene) -> None:
    city.confirm(city.propose())
    again = designate_town(
        actor=city.people["registrar"],
        town=city.world.town,
        level=Level.CITY,
        authority=city.world.city,
        document_number="试政发〔2027〕1号",
        document_title="试验决定",
        decided_on=timezone.localdate(),
    )
    assert again.is_in_force
    assert city.world.town.designations.count() == 2


def test_office_and_authority_see_it_and_nobody_else(city: Scene) -> None:
    row = city.propose()
    sees = {
        name
        for name, who in city.people.items()
        if row in Revocation.objects.visible_to(who).order_by("pk")
        and city.designation in Designation.objects.visible_to(who).order_by("pk")
    }
    assert sees == {"reviewer", "director", "registrar"}
    assert looked_after(city.people["reviewer"], city.world.town) == {city.designation.pk}
    assert looked_after(city.people["filer"], city.world.town) == set()


def test_what_the_provincial_office_gave_is_its_own_to_look_after(province: Scene) -> None:
    sees = {
        name
        for name, who in province.people.items()
        if province.designation in Designation.objects.visible_to(who).order_by("pk")
    }
    assert sees == {"province_director", "province_registrar"}


def test_proposals_wait_for_the_authoritys_registrar_the_oldest_first(city: Scene) -> None:
    later, first = (
        RevocationFactory(
            designation=DesignationFactory(authority=city.world.city),
            proposed_at=timezone.now() - timedelta(days=days),
        )
        for days in (1, 2)
    )
    RevocationFactory()
    city.cancel(city.propose())
    assert list(waiting_revocations(city.people["registrar"])) == [first, later]
    for who in ("director", "reviewer", "filer", "far_registrar", "province_registrar"):
        assert not waiting_revocations(city.people[who]).exists(), who


def page(city: Scene) -> str:
    return f"/registry/designations/{city.designation.pk}/"


def test_two_people_end_it_through_the_pages(city: Scene, browser_of: Browser) -> None:
    head, clerk = browser_of(city.people["director"]), browser_of(city.people["registrar"])
    assert "没有提请过撤销" in head.get(page(city)).content.decode()
    answer = head.post(f"{page(city)}revoke/", {"reason": "连续两年不符合条件。"})
    assert (answer.status_code, answer.headers["Location"]) == (302, page(city))
    row = Revocation.objects.get()

    waiting = clerk.get(page(city)).content.decode()
    assert "连续两年不符合条件。" in waiting
    assert f"/registry/revocations/{row.pk}/confirm/" in waiting
    assert f"/registry/revocations/{row.pk}/cancel/" not in waiting

    typed = {"version": row.version, "document_number": NUMBER, "decided_on": "2099-01-01"}
    again = clerk.post(f"/registry/revocations/{row.pk}/confirm/", typed)
    assert again.status_code == 422
    assert "撤销日期不能晚于今天。" in again.content.decode()
    assert NUMBER in again.content.decode()

    typed["decided_on"] = timezone.localdate().isoformat()
    assert clerk.post(f"/registry/revocations/{row.pk}/confirm/", typed).status_code == 302
    assert clerk.post(f"/registry/revocations/{row.pk}/confirm/", typed).status_code == 409
    over = head.get(page(city)).content.decode()
    assert "已撤销" in over
    assert NUMBER in over
    assert "<form" not in over.partition("<main")[2].partition("</main")[0]


def test_a_page_without_a_version_counts_as_old(city: Scene, browser_of: Browser) -> None:
    row = city.propose()
    typed = {"document_number": NUMBER, "decided_on": timezone.localdate().isoformat()}
    confirm = f"/registry/revocations/{row.pk}/confirm/"
    assert browser_of(city.people["registrar"]).post(confirm, typed).status_code == 409
    cancel = f"/registry/revocations/{row.pk}/cancel/"
    assert browser_of(city.people["director"]).post(cancel).status_code == 409
    assert city.state() == "active"


@pytest.mark.parametrize("reason", ["", "   ", "长" * 1001, "\0"])
def test_a_reason_that_does_not_hold_comes_back(city: Scene, browser_of: Browser, reason: str) -> None:
    answer = browser_of(city.people["director"]).post(f"{page(city)}revoke/", {"reason": reason})
    assert answer.status_code == 422
    assert not Revocation.objects.exists()


def test_those_in_sight_are_told_whose_it_is_and_the_others_find_nothing(
    city: Scene, browser_of: Browser
) -> None:
    row = city.propose()
    for who in ("reviewer", "registrar"):
        answer = browser_of(city.people[who]).post(f"/registry/revocations/{row.pk}/cancel/", {"version": 1})
        assert answer.status_code == 403, who
    for who in ("filer", "neighbour_filer", "far_director", "far_registrar", "province_director"):
        browser = browser_of(city.people[who])
        assert browser.get(page(city)).status_code == 404, who
        assert browser.post(f"{page(city)}revoke/", {"reason": "试验"}).status_code == 404, who
        for name in ("confirm", "cancel"):
            assert browser.post(f"/registry/revocations/{row.pk}/{name}/", {}).status_code == 404, who


def test_the_county_reads_nothing_of_a_proposal_and_all_of_the_end(city: Scene, browser_of: Browser) -> None:
    address = f"/registry/{city.world.town.pk}/"
    county, office = browser_of(city.people["filer"]), browser_of(city.people["reviewer"])
    row = city.propose()
    assert "撤销" not in county.get(address).content.decode()
    assert page(city) in office.get(address).content.decode()
    city.confirm(row)
    told = county.get(address).content.decode()
    assert "已撤销" in told
    assert NUMBER in told
    assert page(city) not in told
    assert row.reason not in told


def test_a_form_changes_what_it_shows_and_nothing_else(city: Scene, browser_of: Browser) -> None:
    harm = {
        "state": "confirmed",
        "settled_by": city.people["far_filer"].user.pk,
        "office": 1,
        "level": "county",
    }
    browser_of(city.people["director"]).post(f"{page(city)}revoke/", harm | {"reason": "试验理由"})
    row = Revocation.objects.get()
    assert (row.state, row.settled_by, row.office) == ("proposed", None, city.world.office)
    typed = {"version": 1, "document_number": NUMBER, "decided_on": timezone.localdate().isoformat()}
    confirm = f"/registry/revocations/{row.pk}/confirm/"
    browser_of(city.people["registrar"]).post(confirm, harm | typed | {"reason": "改过的理由"})
    row.refresh_from_db()
    assert (row.reason, row.settled_by) == ("试验理由", city.people["registrar"].user)
    assert Designation.objects.get().level == "city"


def test_the_page_costs_the_same_with_a_long_history(city: Scene, browser_of: Browser) -> None:
    browser = browser_of(city.people["director"])
    # The first request of a session writes down when it began.
    browser.get(page(city))
    costs = set()
    for _ in range(3):
        city.cancel(city.propose())
        city.cancel(city.propose())
        costs.add(queries_of(browser, page(city)))
    assert len(costs) == 1, costs
