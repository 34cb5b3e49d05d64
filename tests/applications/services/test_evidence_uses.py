"""One file for several criteria, materials asked for by name, ends of validity, and sheets of either schema."""

import json
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from applications.models import Application, Evidence, EvidenceUse, FactSheet
from applications.selectors.differences import FILES, differences
from applications.selectors.evidence import evidence_by_criterion, evidence_groups, evidence_sections
from applications.selectors.precheck import precheck
from applications.selectors.sheets import vocabulary_of
from applications.selectors.uses import Use, asked_materials, use_words
from applications.selectors.validity import last_day_of, warning_of
from applications.selectors.versions import description_of, readable_versions
from applications.services import evidence, filing
from core.errors import Conflict, Invalid, NotAllowed
from files.enums import ScanState
from files.models import BlobScan, StoredFile
from records.models import Act
from tests.applications.thread import filled, sent_back_for_correction
from tests.applications.uploads import upload
from tests.factories import World

pytestmark = [pytest.mark.django_db, pytest.mark.both]

CLOSING = date(2026, 5, 20)


def add(world: World, application: Application, text: str = "page", **facts: Any) -> Evidence:
    known = {"title": "产值证明", "upload": upload("产值.pdf", text), "uses": [Use(4)]}
    return evidence.add_evidence(actor=world.filer, application=application, **{**known, **facts})


def asked(application: Application) -> Use:
    """The first material that criterion 4 asks for by name."""
    return next(use for use in asked_materials(application) if use.criterion == 4 and use.asked)


def uses_of(row: Evidence) -> list[Use]:
    return sorted(Use.of(each) for each in row.uses.all())


def test_one_file_stands_under_every_criterion_that_it_serves(world: World) -> None:
    draft = filled(world)
    row = add(world, draft, uses=[Use(4), Use(1), Use(4)])
    assert uses_of(row) == [Use(1), Use(4)]
    sections = {each.number: each.held for each in evidence_sections(draft)}
    assert sections[1] == sections[4] != [] and sections[None] == []
    sheet = filing.submit_application(actor=world.filer, application=draft).fact_sheets.get()
    assert [each["uses"] for each in sheet.data["files"]] == [[[1, "", ""], [4, "", ""]]]
    fresh = Application.objects.get(pk=draft.pk)
    assert list(evidence_by_criterion(fresh, world.unit_admin)) == [1, 4]


def test_a_material_that_is_asked_for_is_told_missing_until_a_file_is_marked_as_it(world: World) -> None:
    draft = filled(world)
    use = asked(draft)
    missing = next(each.missing for each in precheck(draft).criteria if each.number == 4)
    assert use.asked in missing
    add(world, draft, uses=[use])
    checked = next(each for each in precheck(draft).criteria if each.number == 4)
    assert use.asked not in checked.missing and checked.files == 1 and not checked.lacks_evidence
    section = next(each for each in evidence_sections(draft) if each.number == 4)
    assert {each.material.use: each.titles for each in section.asks}[use] == ("产值证明",)
    assert section.lacking == len(section.asks) - 1


@pytest.mark.parametrize("use", [Use(99), Use(4, "output_value", "没有要的材料"), Use(4, "nothing", "")])
def test_a_use_that_the_standard_does_not_know_is_refused(world: World, use: Use) -> None:
    draft = filled(world)
    row = add(world, draft)
    with pytest.raises(Invalid) as refusal:
        add(world, draft, "other", uses=[use])
    assert list(refusal.value.fields) == ["uses"]
    with pytest.raises(Invalid):
        evidence.describe_evidence(
            actor=world.filer, evidence=row, title="产值", uses=[use], valid_until=None
        )
    assert EvidenceUse.objects.count() == 1


def test_the_same_bytes_again_are_no_second_row_but_serve_more(world: World) -> None:
    draft = filled(world)
    first = add(world, draft)
    [again] = evidence.add_evidences(
        actor=world.filer, application=draft, uploads=[("另一个名称", upload("另.pdf"))], uses=[Use(1)]
    )
    assert not again.is_new and again.evidence == first
    assert uses_of(first) == [Use(1), Use(4)] and StoredFile.objects.count() == 1
    assert Act.objects.filter(verb="application.describe_evidence").count() == 1


def test_several_files_come_in_together_or_not_at_all(world: World) -> None:
    draft = filled(world)
    uploads = [("甲", upload("甲.pdf", "a")), ("", upload("乙.pdf", "b"))]
    with pytest.raises(Invalid):
        evidence.add_evidences(actor=world.filer, application=draft, uploads=uploads)
    assert not Evidence.objects.exists()
    uploads = [("甲", upload("甲.pdf", "a")), ("乙", upload("乙.pdf", "b"))]
    added = evidence.add_evidences(actor=world.filer, application=draft, uploads=uploads, uses=[Use(2)])
    assert [each.evidence.title for each in added] == ["甲", "乙"]


def describe(world: World, row: Evidence, **facts: Any) -> Evidence:
    known = {"title": "新名称", "uses": [Use(2)], "valid_until": CLOSING}
    return evidence.describe_evidence(actor=world.filer, evidence=row, **{**known, **facts})


def test_title_uses_and_validity_change_and_are_on_record(world: World) -> None:
    row = add(world, filled(world), uses=[Use(4), Use(1)])
    describe(world, row, uses=[Use(1), Use(2)])
    row.refresh_from_db()
    assert (row.title, row.valid_until, uses_of(row)) == ("新名称", CLOSING, [Use(1), Use(2)])
    act = Act.objects.get(verb="application.describe_evidence")
    assert act.details == {"evidence": "新名称", "uses": "第 1、2 条", "valid_until": "2026-05-20"}
    describe(world, row, uses=[])
    assert uses_of(row) == []


def test_nobody_describes_it_out_of_turn_or_once_it_is_gone(world: World) -> None:
    draft = filled(world)
    row, other = add(world, draft), add(world, draft, "other")
    for who in (world.reviewer, world.neighbour_filer):
        with pytest.raises(NotAllowed):
            evidence.describe_evidence(actor=who, evidence=row, title="x", uses=[], valid_until=None)
    evidence.remove_evidence(actor=world.filer, evidence=other)
    with pytest.raises(Conflict):
        describe(world, other)
    filing.submit_application(actor=world.filer, application=draft)
    with pytest.raises(NotAllowed, match="不能再改"):
        describe(world, Evidence.objects.select_related("application").get(pk=row.pk))


@pytest.mark.parametrize(
    ("until", "at", "words", "is_over"),
    [
        (None, CLOSING, None, False),
        (date(2026, 3, 1), date(2026, 3, 2), "已于 2026年3月1日 到期", True),
        (date(2026, 3, 1), date(2026, 3, 1), "早于本批次截止日", False),
        (CLOSING - timedelta(days=1), date(2026, 3, 1), "早于本批次截止日", False),
        (CLOSING, date(2026, 3, 1), "在本批次截止后 90 天内", False),
        (CLOSING + timedelta(days=90), date(2026, 3, 1), "在本批次截止后 90 天内", False),
        (CLOSING + timedelta(days=91), date(2026, 3, 1), None, False),
    ],
)
def test_what_is_said_of_a_certificate(
    until: date | None, at: date, words: str | None, is_over: bool
) -> None:
    expiry = warning_of(until, closing=CLOSING, at=at)
    if words is None:
        assert expiry is None
    else:
        assert expiry is not None and words in expiry.words and expiry.is_over is is_over


def test_a_certificate_that_ends_is_told_to_both_sides_and_hinders_nobody(world: World) -> None:
    draft = filled(world)
    add(world, draft, valid_until=timezone.localdate() - timedelta(days=1))
    said = [words for each in precheck(draft).criteria for words in each.expiring]
    assert len(said) == 1 and said[0].startswith("“产值证明”已于")
    application = filing.submit_application(actor=world.filer, application=draft)
    [group] = evidence_groups(Application.objects.get(pk=application.pk), world.reviewer)
    assert group.files[0].expiry is not None and group.files[0].expiry.is_over
    filing.recommend_application(actor=world.unit_admin, application=application)


def test_the_closing_day_is_the_last_on_which_may_be_filed(world: World) -> None:
    assert last_day_of(world.round) < timezone.localdate(world.round.closes_at) or (
        timezone.localtime(world.round.closes_at).hour > 0
    )


def test_a_sheet_of_the_first_schema_is_read_as_ever(world: World) -> None:
    draft = filled(world)
    row = add(world, draft)
    version = row.stored_file.versions.select_related("blob").get()
    application = filing.submit_application(actor=world.filer, application=draft)
    new = application.fact_sheets.get()
    old = {"title": row.title, "version": version.pk, "sha256": version.blob.sha256}
    earlier = {**new.data, "schema": 1, "files": [{**old, "criterion": 4}]}
    sheet = FactSheet(application=application, number=2, content=json.dumps(earlier), sha256="0" * 64)
    sheet.created_by = world.filer.user
    sheet.save()
    fresh = Application.objects.get(pk=application.pk)
    [file] = evidence_by_criterion(fresh, world.reviewer)[4]
    assert (file.version, file.uses, file.valid_until) == (version, (Use(4),), None)
    words = vocabulary_of(fresh, new.data, earlier)
    assert differences(earlier, new.data, words) == differences(new.data, earlier, words) == []
    other = {**earlier, "files": [{**old, "criterion": None}]}
    changes = [each for each in differences(other, new.data, words) if each.topic == FILES]
    assert [(each.criterion, each.old, each.new) for each in changes] == [
        (None, "1 份", "没有"),
        (4, "没有", "1 份"),
    ]


def test_a_changed_end_of_validity_is_a_difference(world: World) -> None:
    draft = filled(world)
    row = add(world, draft)
    application = filing.submit_application(actor=world.filer, application=draft)
    filing.recommend_application(actor=world.unit_admin, application=application)
    sent_back_for_correction(world, Application.objects.get(pk=draft.pk))
    describe(
        world, Evidence.objects.select_related("application").get(pk=row.pk), title=row.title, uses=[Use(4)]
    )
    filing.resubmit_application(actor=world.filer, application=Application.objects.get(pk=draft.pk))
    first, second = (each.data for each in draft.fact_sheets.order_by("number"))
    [change] = differences(first, second, vocabulary_of(application, first, second))
    assert (change.label, change.new, change.criterion) == ("“产值证明”有效期至", "2026-05-20", 4)


def test_outsiders_read_what_was_submitted_and_not_what_is_being_changed(world: World) -> None:
    draft = filled(world)
    row, kept_back = add(world, draft), None
    application = filing.submit_application(actor=world.filer, application=draft)
    filing.recommend_application(actor=world.unit_admin, application=application)
    sent_back_for_correction(world, Application.objects.get(pk=draft.pk))
    row = Evidence.objects.select_related("application__applicant", "stored_file").get(pk=row.pk)
    describe(world, row)
    evidence.replace_evidence(actor=world.filer, evidence=row, upload=upload("新.pdf", "new"))
    kept_back = add(world, Application.objects.get(pk=draft.pk), "unseen", title="还没有交的")
    row = Evidence.objects.select_related("application__applicant", "stored_file").get(pk=row.pk)
    office, own = description_of(world.reviewer, row), description_of(world.filer, row)
    assert office is not None and (office.title, office.valid_until) == ("产值证明", None)
    assert own is not None and own.title == "新名称"
    assert [each.version.number for each in readable_versions(world.reviewer, row)] == [1]
    assert [each.version.number for each in readable_versions(world.filer, row)] == [2, 1]
    assert description_of(world.reviewer, kept_back) is None


def test_the_same_bytes_in_a_later_version_are_told(world: World) -> None:
    row = add(world, filled(world))
    for text in ("second", "page"):
        evidence.replace_evidence(actor=world.filer, evidence=row, upload=upload(text=text))
    shown = readable_versions(world.filer, row)
    assert [(each.version.number, each.same_as) for each in shown] == [(3, 1), (2, 0), (1, 0)]


@pytest.mark.parametrize("is_newest", [True, False])
def test_a_file_in_quarantine_is_not_handed_in(world: World, is_newest: bool) -> None:
    draft = filled(world)
    row = add(world, draft)
    first = row.stored_file.versions.get()
    if not is_newest:
        evidence.replace_evidence(actor=world.filer, evidence=row, upload=upload(text="clean"))
    BlobScan.objects.filter(blob=first.blob).update(verdict=ScanState.QUARANTINED, scanned_at=timezone.now())
    if not is_newest:
        filing.submit_application(actor=world.filer, application=draft)
        return
    with pytest.raises(NotAllowed, match="已隔离，请移除或更换后再提交"):
        filing.submit_application(actor=world.filer, application=draft)
    evidence.remove_evidence(actor=world.filer, evidence=row)
    filing.submit_application(actor=world.filer, application=draft)


def test_what_turns_out_infected_after_submitting_is_not_recommended(world: World) -> None:
    draft = filled(world)
    row = add(world, draft)
    application = filing.submit_application(actor=world.filer, application=draft)
    BlobScan.objects.filter(blob=row.stored_file.versions.get().blob).update(
        verdict=ScanState.QUARANTINED, scanned_at=timezone.now()
    )
    with pytest.raises(NotAllowed, match="已隔离"):
        filing.recommend_application(actor=world.unit_admin, application=application)


def test_uses_in_words() -> None:
    assert use_words([Use(4), Use(1), Use(4, "a", "b")]) == "第 1、4 条"
    assert use_words([]) == "其他材料"
