"""Only what a person has held against the source counts, and nothing is lost on the way."""

import pytest
from django.db import IntegrityError, transaction

from core.errors import Conflict, Invalid, NotAllowed
from policies import services
from policies.models import Clause, Policy, PolicyVersion
from policies.selectors.checking import desk_of
from policies.services.checking import ClauseWords
from records.models import Act
from tests.factories import World
from tests.policies.documents import NUMBER, check_everything, facts_of, opened, waiting

pytestmark = [pytest.mark.both, pytest.mark.django_db]


def clause_at(version: PolicyVersion, path: str) -> Clause:
    return Clause.objects.select_related("version").get(version=version, path=path)


def test_a_reading_arrives_whole_and_unchecked(world: World) -> None:
    version = waiting(world)
    assert version.policy.key == NUMBER
    assert [each.path for each in version.clauses.order_by("position")] == ["一", "一(一)", "一(二)", "二"]
    assert [str(duty) for duty in clause_at(version, "一(一)").duties.order_by("position")] == [
        "试验市工信局（牵头）",
        "试验市财政局（责任）",
    ]
    assert clause_at(version, "一(一)").figures.get().yuan == 200000
    assert str(version.last_day) == "2026-12-31"
    assert not version.clauses.confirmed().exists()


def test_the_doubtful_come_first(world: World) -> None:
    desk = desk_of(waiting(world))
    assert [each.clause.path for each in desk.items] == ["一(二)", "一", "一(一)", "二"]
    assert (desk.left, desk.doubtful) == (4, 1)


def test_nothing_is_opened_before_everything_is_checked(world: World) -> None:
    version = waiting(world)
    with pytest.raises(NotAllowed, match="文件信息"):
        services.publish_version(actor=world.reviewer, version=version)
    version = services.confirm_facts(
        actor=world.reviewer, version=version, facts=facts_of(version), seen=version.version
    )
    assert services.confirm_plain_clauses(actor=world.reviewer, version=version, seen=version.version) == 3
    with pytest.raises(NotAllowed, match="还有 1 条没有核对"):
        services.publish_version(actor=world.reviewer, version=version)
    services.confirm_clause(actor=world.reviewer, clause=clause_at(version, "一(二)"), seen=version.version)
    assert services.publish_version(actor=world.reviewer, version=version).state == "published"


def test_mending_puts_right_and_confirms_in_one(world: World) -> None:
    version = waiting(world)
    words = ClauseWords("一(二)", "(二)", "支持建平台", "按投入的10%给予补助。", ["试验市科技局"], [])
    services.mend_clause(
        actor=world.reviewer, clause=clause_at(version, "一(二)"), words=words, seen=version.version
    )
    mended = clause_at(version, "一(二)")
    assert mended.is_confirmed and mended.text == "按投入的10%给予补助。"
    assert [duty.unit for duty in mended.duties.all()] == ["试验市科技局"]
    assert not mended.figures.exists()


def test_a_path_stands_once(world: World) -> None:
    version = waiting(world)
    for path in ("一(一)", "  "):
        with pytest.raises(Invalid, match="条款号"):
            services.mend_clause(
                actor=world.reviewer,
                clause=clause_at(version, "一(二)"),
                words=ClauseWords(path, "(一)", "支持", ""),
                seen=version.version,
            )
    assert clause_at(version, "一(二)").text == "按投入的10%补助。"


def test_what_was_cut_off_is_joined_with_its_units_and_numbers(world: World) -> None:
    version = waiting(world)
    joined = services.join_clause(
        actor=world.reviewer, clause=clause_at(version, "一(二)"), seen=version.version
    )
    assert joined.path == "一(一)" and joined.text.endswith("按投入的10%补助。")
    assert joined.figures.count() == 2 and joined.duties.count() == 2
    assert not Clause.objects.filter(version=version, path="一(二)").exists()
    first = PolicyVersion.objects.get(pk=version.pk)
    with pytest.raises(Conflict, match="第一条"):
        services.join_clause(actor=world.reviewer, clause=clause_at(version, "一"), seen=first.version)


def test_a_missed_clause_is_added_in_its_place(world: World) -> None:
    version = waiting(world)
    services.insert_clause(
        actor=world.reviewer,
        after=clause_at(version, "一(一)"),
        words=ClauseWords("一(一)1", "1.", "补漏", "试验。"),
        seen=version.version,
    )
    paths = [each.path for each in version.clauses.order_by("position")]
    assert paths == ["一", "一(一)", "一(一)1", "一(二)", "二"]


def test_two_at_one_desk_do_not_overwrite_each_other(world: World) -> None:
    version = waiting(world)
    seen = version.version
    services.remove_clause(actor=world.reviewer, clause=clause_at(version, "二"), seen=seen)
    with pytest.raises(Conflict, match="同事刚刚改动过"):
        services.mend_clause(
            actor=world.director,
            clause=clause_at(version, "一"),
            words=ClauseWords("一", "一、", "改", ""),
            seen=seen,
        )
    assert clause_at(version, "一").heading == "扩大规模"


@pytest.mark.parametrize("who", ["filer", "unit_admin", "far_reviewer", "system_admin"])
def test_others_neither_read_in_nor_check(world: World, who: str) -> None:
    version = waiting(world)
    with pytest.raises(NotAllowed):
        services.confirm_clause(
            actor=getattr(world, who), clause=clause_at(version, "一"), seen=version.version
        )
    assert version not in PolicyVersion.objects.visible_to(world.far_reviewer)


def test_what_is_open_is_frozen_even_for_the_database(world: World) -> None:
    version = opened(world)
    with pytest.raises(NotAllowed, match="已经公开"):
        services.remove_clause(actor=world.reviewer, clause=clause_at(version, "一"), seen=version.version)
    for change in (
        lambda: Clause.objects.filter(version=version).update(text="改"),
        lambda: Clause.objects.filter(version=version, path="二").delete(),
        lambda: Clause.objects.create(version=version, position=9, path="九", label="九、", depth=0),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


def test_a_useless_reading_goes_and_an_opened_one_stays(world: World) -> None:
    version = waiting(world)
    services.discard_version(actor=world.reviewer, version=version)
    assert not Policy.objects.filter(key=NUMBER).exists()
    kept = opened(world)
    with pytest.raises(NotAllowed):
        services.discard_version(actor=world.reviewer, version=kept)
    with pytest.raises(Conflict, match="已在库中"):
        waiting(world)


def test_one_text_at_a_time_is_checked(world: World) -> None:
    version = waiting(world)
    with pytest.raises(Conflict, match="已有一稿在核对"):
        waiting(world, policy=version.policy)


def test_withdrawing_takes_a_director_and_a_reason(world: World) -> None:
    version = opened(world)
    with pytest.raises(NotAllowed, match="主任"):
        services.withdraw_version(actor=world.reviewer, version=version, comment="有误。")
    with pytest.raises(Invalid):
        services.withdraw_version(actor=world.director, version=version, comment=" ")
    services.withdraw_version(actor=world.director, version=version, comment="有误。")
    assert not PolicyVersion.objects.published().filter(pk=version.pk).exists()


def test_every_step_is_on_record(world: World) -> None:
    version = waiting(world)
    check_everything(world.reviewer, version)
    verbs = set(Act.objects.about(version).values_list("verb", flat=True))
    assert verbs == {
        "policyversion.read",
        "policyversion.confirm_facts",
        "policyversion.confirm_clause",
    }
