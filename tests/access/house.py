"""One house for all questions of access: an application in every state, and a row of every other kind."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from accounts.actors import Actor
from accounts.enums import Role
from accounts.models import OrganisationAlias
from applications.enums import OFFICE_STATES, ItemKind, ReturnReason, State, StepKind
from applications.models import (
    Application,
    Decision,
    Evidence,
    EvidencePackage,
    Phrase,
    ReturnItem,
    ReturnNotice,
    Round,
)
from applications.selectors.papers import print_code
from applications.services import packing
from applications.services.checking import run_check
from applications.services.evidence import begin_evidence_upload
from applications.services.marking import put_mark
from exchange.models import Export, Import
from files.models import FileVersion, Upload
from leadership.enums import SeatRole
from leadership.models import LeadingGroup, Liaison
from notifications.models import Message
from policies.models import Clause, Policy, PolicyAttachment, PolicyVersion
from records.models import Act, TaskFailure
from records.services import record
from tests.access.policy_rows import OF_THE_DRAFT, OF_THE_OUTCOME, PolicyRows, policy_row_forms, policy_rows
from tests.applications.thread import furnished_world, whole
from tests.factories import (
    ApplicationFactory,
    CheckRunFactory,
    DecisionFactory,
    DesignationFactory,
    EnterpriseFactory,
    EvidenceFactory,
    ExportFactory,
    FactSheetFactory,
    FigureFactory,
    FileVersionFactory,
    ImportFactory,
    LiaisonFactory,
    MembershipFactory,
    MessageFactory,
    OrganisationFactory,
    PaperFilingFactory,
    PolicyAttachmentFactory,
    RevocationFactory,
    RoundFactory,
    TownFactory,
    World,
    actor,
    seated_group,
)
from tests.policies.documents import NUMBER, check_everything, opened, waiting
from towns.models import Enterprise, Figure, Revocation, Town

# In the order of the table's columns.
PEOPLE = (
    "anonymous",
    "filer",
    "unit_admin",
    "reviewer",
    "director",
    "registrar",
    "statistician",
    "system_admin",
    "neighbour_filer",
    "far_filer",
    "far_reviewer",
)

# One text of a document: its address names the document and the number of the text.
OF_A_POLICY = tuple(f"policies:version_{name}" for name in ("detail", "compare", "withdraw"))

# What is done to a round before anybody has read it.
UNPUBLISHED_ROUND = (
    "applications:round_delete",
    "applications:round_publish",
    "applications:round_quotas",
)


@dataclass(frozen=True)
class House:
    """The world with everything that an address can speak of."""

    world: World
    applications: dict[str, Application]
    statistician: Actor
    decision: Decision
    published: Decision
    evidence: Evidence
    plan: Round
    recognised: Town
    revocation: Revocation
    enterprise: Enterprise
    figure: Figure
    spare: Any
    alias: OrganisationAlias
    group: LeadingGroup
    liaison: Liaison
    policy: Policy
    reading: PolicyVersion
    drafted: PolicyRows
    failure: TaskFailure
    act: Act
    batch: Act
    upload: FileVersion
    pieces: Upload
    package: EvidencePackage
    message: Message
    paper: Application
    phrase: Phrase
    export: Export
    workbook: Import
    sessions: dict[str, str] = field(default_factory=dict)

    def person(self, name: str) -> Actor | None:
        if name == "anonymous":
            return None
        return self.statistician if name == "statistician" else getattr(self.world, name)

    def client(self, name: str, **options: Any) -> Client:
        """A browser in which this person is signed in; a new one each time, so that no answer colours the next."""
        client = Client(**options)
        if name not in self.sessions and name != "anonymous":
            person = self.person(name)
            assert person and person.user
            client.force_login(person.user)
            self.sessions[name] = client.cookies[settings.SESSION_COOKIE_NAME].value
        if name in self.sessions:
            client.cookies[settings.SESSION_COOKIE_NAME] = self.sessions[name]
        return client

    def ask(self, name: str, method: str, address: str, data: Any = None) -> HttpResponse:
        """What this person is answered; whatever it changed is undone."""
        body, client = urlencode(data or {}, doseq=True), self.client(name)
        with transaction.atomic():
            response = client.generic(method, address, body, content_type="application/x-www-form-urlencoded")
            transaction.set_rollback(True)
        if response.streaming:
            # A file is closed when it has been read to its end.
            b"".join(response.streaming_content)
        return response

    def address(self, url_name: str, state: str = "", **others: Any) -> str:
        """The address of that name, about rows of the county (or the application in that state)."""
        application = self.applications[state or State.REVIEWING]
        kind = url_name.partition(":")[2].partition("_")[0]
        step = application.steps.filter(template__kind=StepKind.REVIEW).first()
        known = {
            "round_pk": self.world.round.pk,
            "step_pk": step.pk if step else 10**9,
            "evidence_pk": self.evidence.pk,
            "item_pk": self._item(url_name, application),
            "phrase_pk": self.phrase.pk,
            "upload_pk": self.pieces.pk,
            "package_pk": self.package.pk,
            "name": "return_for_correction",
            "user_pk": self.spare.user.pk,
            "organisation_pk": self.world.county.pk,
            "superior_pk": self.world.city.pk,
            "section": "enterprises",
            "key": "enterprises" if url_name.startswith("exchange:") else "history",
            "place": self.world.town.pk,
            "row": self.enterprise.pk,
            "code": "taiyuan-2023",
            "number": 2 if url_name.startswith("policies:") else 1,
            "document": NUMBER,
            "clause_pk": self._clause().pk,
            "comment_pk": self.drafted.comment.pk,
            "target_pk": self.drafted.target.pk,
            "attachment_pk": PolicyAttachment.objects.get(policy=self.policy).pk,
            "print_code": print_code(self.applications[State.REVIEWING].fact_sheets.get()),
            "slug": "filer",
            **self._places(url_name),
            "pk": self._pk(url_name, kind, application),
        } | others
        return reverse(url_name, kwargs={key: known[key] for key in parameters(url_name)})

    def filled_in(self, name: str, state: str = "") -> dict[str, Any]:
        """What a person would send with the form of that address, where it takes more than a click."""
        application = self.applications[state or State.REVIEWING]
        today = timezone.localdate()
        forms: dict[str, dict[str, Any]] = {
            "applications:application_act": {"version": application.version, "comment": "请补充。"},
            "applications:application_block": {"version": 0, "history_text": "始于明代。"},
            "applications:application_create": {"town": self.world.town.pk},
            "applications:round_edit": {"version": 1, "contact": "0351-0000000"},
            "applications:round_quotas": {"version": 1},
            "applications:round_publish": {"version": 1},
            "applications:round_delete": {"version": 1},
            "applications:round_extend": {
                "version": 1,
                "closes_on": today + timedelta(days=60),
                "reason": "雨雪天气。",
            },
            "applications:review_judge": {
                "sheet": 1,
                "criterion": 1,
                "requirement": "judged",
                "shown": 0,
                "conclusion": "met",
                "reason": "材料充分。",
            },
            "applications:evidence_detail": {"title": "产值证明", "uses": ["4", "1"]},
            "applications:evidence_upload": {"name": "规划.pdf", "size": 30_000_000, "mark": "1"},
            "applications:review_note": {"text": "请核对产值。"},
            "applications:review_mark": {
                "place": "all",
                "target": "block-scale",
                "reason": "missing",
                "text": "请补充来源。",
            },
            "applications:item_answer": {"answer": "已补充。", "where": "edit"},
            "applications:item_resolve": {"resolution": "closed"},
            "applications:phrase_list": {"text": "请补充统计部门证明。"},
            "applications:step_close": {"version": application.version, "comment": "符合条件。"},
            "applications:application_assign": {"handler": self.world.reviewer.user.pk, "shown": 0},
            "applications:application_postpone": {"until": today + timedelta(days=5), "reason": "待核实。"},
            "applications:queue_accept": {"ids": self.applications[State.RECOMMENDED].pk},
            "applications:queue_assign": {"ids": application.pk, "handler": self.world.reviewer.user.pk},
            "applications:decision_create": {
                "title": "名单",
                "applications": [self.applications[State.SHORTLISTED].pk],
            },
            "applications:decision_apply": {
                "version": self.decision.version,
                "document_number": "试政发〔2026〕1号",
                "decided_on": today,
            },
            "applications:decision_edit": {
                "version": self.decision.version,
                "title": self.decision.title,
                "applications": [item.application_id for item in self.decision.items.all()],
            },
            "applications:decision_erratum": {
                "version": self.published.version,
                "title": "更正后的名单",
                "document_number": self.published.document_number,
                "decided_on": today,
                "reason": "录入有误。",
            },
            "accounts:alias_create": {"government": self.world.city.pk, "name": "别名"},
            "accounts:unit_invite": {"display_name": "试验新人", "username": "xin.ren", "role": "filer"},
            "accounts:colleague_role": {"role": "unit_admin", "since": today},
            "accounts:colleague_deputy": {
                "role": "unit_admin",
                "since": today,
                "until": today + timedelta(days=7),
            },
            "accounts:colleague_end": {"memberships": [self.spare.pk]},
            "accounts:colleague_hand_over": {"to_user": self.world.filer.user.pk, "until": today},
            "accounts:switch": {"organisation": self.world.county.pk},
            "towns:figure_confirm": {"figures": [self.figure.pk]},
            "towns:figure_reject": {"reason": "与年报不符。"},
            "towns:section_declare": {"complete": "on"},
            "towns:revocation_propose": {"reason": "不再符合条件。"},
            "towns:revocation_confirm": {
                "version": self.revocation.version,
                "document_number": "试政撤〔2026〕1号",
                "decided_on": today,
            },
            "towns:revocation_cancel": {"version": self.revocation.version},
            "applications:keying_create": {
                "place": f"{self.world.county.pk}-{self.world.town.pk}",
                "signed_on": today,
                "recommended_on": today,
                "received_on": today,
            },
            "applications:keying_edit": {
                "signed_on": today,
                "recommended_on": today,
                "received_on": today,
            },
            "applications:paper_stamp": {"sheet": 1},
            **{
                f"exchange:import_{step}": {"version": self.workbook.version}
                for step in ("confirm", "read_again", "discard", "undo")
            },
            **self._roster_forms(today),
            **self._policy_forms(today),
            **policy_row_forms(self.drafted, today),
            "notifications:message_read_all": {"up_to": self.message.pk},
        }
        return {"csrfmiddlewaretoken": "0" * 64, **forms.get(name, {})}

    def _item(self, url_name: str, application: Application) -> int:
        """What an office has marked, or what it asked for before."""
        is_mark = url_name == "applications:review_unmark"
        item = application.return_items.filter(notice__isnull=is_mark).order_by("pk").first()
        return item.pk if item else 10**9

    def _places(self, name: str) -> dict[str, int]:
        """Whose group, whose units, whose liaison an address speaks of."""
        organisations = {
            "leadership:group_counties": self.world.city.pk,
            "leadership:liaison_set": self.liaison.organisation_id,
        }
        return {"organisation_pk": organisations[name]} if name in organisations else {}

    def _roster_forms(self, today: Any) -> dict[str, dict[str, Any]]:
        seat = self.group.seats.order_by("role", "position").first()
        assert seat is not None
        founding = {"name": "试验领导小组", "document": "试政办发〔2023〕1号", "founded_on": "2023-03-19"}
        return {
            "leadership:group_edit": {**founding, "version": self.group.version},
            "leadership:group_create": founding,
            "leadership:group_copy": founding,
            "leadership:seat_create": {"role": 3, "unit": "市财政局", "post": "总会计师", "since": today},
            "leadership:seat_edit": {"title": "市长", "position": 1},
            "leadership:holder_change": {"on": today, f"post-{seat.post_id}-name": "试验新任"},
            "leadership:roster_read": {"text": "组长：甲一 市长", "since": "2023-03-19"},
            "leadership:post_detail": {"kind": "take", "name": "试验新任", "on": today},
            "leadership:liaison_set": {"name": "试验联络员", "telephone": "13800000000"},
        }

    def _clause(self) -> Clause:
        """The second of the text that is being checked: another one stands before it."""
        return self.reading.clauses.get(position=2)

    def _policy_forms(self, today: Any) -> dict[str, dict[str, Any]]:
        version, clause = self.reading, self._clause()
        seen = {"seen": version.version}
        words = {"label": clause.label, "heading": "试验", "text": "试验。"}
        return {
            "policies:policy_repeal": {"on": today, "by": "试政发〔2026〕9号"},
            "policies:version_facts": {"title": version.title, "document_number": "", **seen},
            **{f"policies:version_{step}": seen for step in ("plain", "publish")},
            **{f"policies:clause_{step}": seen for step in ("confirm", "join", "remove")},
            "policies:clause_mend": {
                f"c{clause.pk}-{k}": v for k, v in {"path": clause.path, **words}.items()
            }
            | seen,
            "policies:clause_insert": {f"after{clause.pk}-{k}": v for k, v in {"path": "九", **words}.items()}
            | seen,
            "policies:version_withdraw": {
                "seen": self.policy.versions.get(number=2).version,
                "comment": "有误。",
            },
            "policies:unit_names": {
                "unit": "试验市工信局",
                "organisation": self.liaison.organisation_id,
            },
        }

    def _pk(self, name: str, kind: str, application: Application) -> int:
        special = {
            **dict.fromkeys(OF_A_POLICY, self.policy.pk),
            **dict.fromkeys(OF_THE_DRAFT, self.drafted.policy.pk),
            **dict.fromkeys(OF_THE_OUTCOME, self.drafted.over.pk),
            "portal:town_page": self.recognised.pk,
            "leadership:unit_list": self.group.pk,
            "leadership:seat_create": self.group.pk,
            "applications:queue_result": self.batch.pk,
            "files:download": self.upload.pk,
            "applications:keying_edit": self.paper.pk,
            "files:upload": self.pieces.pk,
            "files:preview": self.upload.pk,
            "applications:decision_scan": self.published.pk,
            "applications:decision_erratum": self.published.pk,
            **dict.fromkeys(UNPUBLISHED_ROUND, self.plan.pk),
            "towns:figure_reject": self.figure.pk,
            "towns:revocation_propose": self.recognised.designations.get().pk,
        }
        seat = self.group.seats.order_by("role", "position").first()
        assert seat is not None
        by_kind = {
            "policy": self.policy.pk,
            "card": self.policy.pk,
            "target": self.policy.pk,
            "version": self.reading.pk,
            "clause": self.reading.pk,
            "group": self.group.pk,
            "roster": self.group.pk,
            "holder": self.group.pk,
            "seat": seat.pk,
            "post": seat.post_id,
            "person": seat.post.tenures.get().person_id,
            "unit": self.liaison.organisation_id,
            "liaison": self.liaison.pk,
            "application": application.pk,
            "check": application.pk,
            "step": application.pk,
            "review": application.pk,
            "item": application.pk,
            "paper": application.pk,
            "decision": self.decision.pk,
            "evidence": application.pk,
            "package": application.pk,
            "round": self.world.round.pk,
            "town": self.world.town.pk,
            "designation": self.revocation.designation_id,
            "revocation": self.revocation.pk,
            "board": self.world.town.pk,
            "figure": self.world.town.pk,
            "row": self.world.town.pk,
            "section": self.world.town.pk,
            "subject": self.world.town.pk,
            "user": self.spare.user.pk,
            "membership": self.spare.pk,
            "organisation": self.world.township.pk,
            "alias": self.alias.pk,
            "task": self.failure.pk,
            "act": self.act.pk,
            "message": self.message.pk,
            "export": self.export.pk,
            "import": self.workbook.pk,
        }
        return special.get(name) or by_kind.get(kind, 0)


def build_house() -> House:
    world = furnished_world()
    applications = {state: _application(world, state) for state in State.values}
    # One return that was answered with a mark for the next, and one that waits for its answer.
    _returned(world, applications[State.REVIEWING], answered=True)
    for state in OFFICE_STATES:
        put_mark(actor=world.reviewer, application=applications[state], mark=whole()[0])
    _returned(world, applications[State.RETURNED], answered=False)
    put_forward = _application(world, State.SHORTLISTED)
    evidence = EvidenceFactory(application=applications[State.DRAFT])
    recognised = TownFactory(owner=world.county)
    DesignationFactory(town=recognised, authority=world.city)
    group = seated_group(world.city, world.office, code="taiyuan")
    policy = opened(world).policy
    opened(world, policy=policy, effective_from="2025-01-01")
    PolicyAttachmentFactory(policy=policy)
    return House(
        world=world,
        applications=applications,
        statistician=actor(
            Role.STATISTICIAN, organisation=OrganisationFactory(member_unit=True, superior=world.county)
        ),
        decision=DecisionFactory(round=world.round, applications=[put_forward]),
        published=DecisionFactory(
            round=world.round, applications=[_application(world, State.RECOGNISED)], applied=True
        ),
        evidence=evidence,
        plan=RoundFactory(
            office=world.office,
            standard_version=world.version,
            applicants=[world.county],
            contact="0351-0000000",
            unpublished=True,
        ),
        recognised=recognised,
        revocation=RevocationFactory(
            designation=DesignationFactory(town=TownFactory(owner=world.county), authority=world.city),
            office=world.office,
        ),
        enterprise=EnterpriseFactory(town=world.town),
        figure=FigureFactory(town=world.town, reporter=world.county),
        spare=MembershipFactory(organisation=world.county, role=Role.FILER),
        alias=OrganisationAlias.objects.create(
            organisation=world.county, government=world.city, name="试验别名"
        ),
        group=group,
        policy=policy,
        drafted=policy_rows(world, policy),
        reading=check_everything(world.reviewer, waiting(world, number="试政办发〔2024〕8号")),
        liaison=LiaisonFactory(organisation=group.seats.get(role=SeatRole.OFFICE_DIRECTOR).post.organisation),
        failure=TaskFailure.objects.create(
            task="applications.tasks.run_check", task_number="1", arguments=[10**9], error="x"
        ),
        batch=record(
            actor=world.reviewer, verb="application.accept_batch", details={"done": [], "skipped": []}
        ),
        act=record(actor=world.filer, verb="application.save", target=applications[State.DRAFT]),
        upload=FileVersionFactory(owner=world.county),
        pieces=begin_evidence_upload(
            actor=world.filer, application=applications[State.DRAFT], name="大文件.pdf", size=30_000_000
        ),
        package=_package(world, applications[State.DRAFT]),
        message=MessageFactory(user=world.filer.user, organisation=world.county),
        paper=PaperFilingFactory(
            application__round=world.round, application__applicant=world.county
        ).application,
        phrase=Phrase.objects.create(user=world.reviewer.user, text="请补充出处。"),
        export=ExportFactory(owner=world.filer, done=True),
        workbook=ImportFactory(organisation=world.county, place=world.town.pk, warnings=1),
    )


def _package(world: World, application: Application) -> EvidencePackage:
    """Packed for the clerk."""
    package = packing.request_package(actor=world.filer, application=application)
    packing.make_package(package_id=package.pk)
    return package


def _application(world: World, state: str) -> Application:
    application = ApplicationFactory(
        round=world.round, applicant=world.county, town=TownFactory(owner=world.county), state=state
    )
    if state != State.DRAFT:
        sheet = FactSheetFactory(application=application)
        if state == State.REVIEWING:
            run_check(check_id=CheckRunFactory(fact_sheet=sheet).pk)
    return application


def _returned(world: World, application: Application, *, answered: bool) -> None:
    now = timezone.now()
    notice = ReturnNotice.objects.create(
        application=application,
        number=1,
        returned_by=world.reviewer.user,
        organisation=world.office,
        answered_at=now if answered else None,
        returned_at=now,
    )
    said = {"answer": "已补充。", "answered_by": world.filer.user, "answered_at": now} if answered else {}
    ReturnItem.objects.create(
        application=application,
        organisation=world.office,
        notice=notice,
        kind=ItemKind.WHOLE,
        label="整个申报",
        opens=["scale"],
        reason=ReturnReason.MISSING,
        text="请补充。",
        marked_by=world.reviewer.user,
        **said,
    )


def patterns() -> dict[str, URLPattern]:
    """Every address of the portal by its name, as the resolver knows them."""

    def walk(resolver: URLResolver, space: str) -> Iterator[tuple[str, URLPattern]]:
        for each in resolver.url_patterns:
            if isinstance(each, URLResolver):
                yield from walk(each, f"{each.namespace}:" if each.namespace else space)
            else:
                yield f"{space}{each.name}", each

    return dict(walk(get_resolver(), ""))


def answer_in_short(response: HttpResponse) -> str:
    """The status, or `login` for the way to the sign-in page."""
    if response.status_code == 302 and response.headers["Location"].startswith(reverse("accounts:login")):
        return "login"
    return str(response.status_code)


def parameters(name: str) -> list[str]:
    """What the address of that name is made of."""
    return list(patterns()[name].pattern.converters)
