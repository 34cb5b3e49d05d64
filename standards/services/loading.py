"""Standards come in from specifications: a draft may change, what is published is frozen."""

from django.db import transaction

from accounts.actors import Actor
from accounts.models import Organisation
from core.errors import Conflict
from criteria.errors import StandardError
from criteria.standard import CriterionSpec, StandardSpec, compile_standard
from records.services import record
from records.workflow import perform
from standards.enums import VersionState
from standards.models import Criterion, Requirement, Standard, StandardVersion
from standards.selectors import categories, content_digest
from standards.selectors.facts_read import own_indicators
from towns.models import Indicator


@transaction.atomic
def load_standard(
    *, actor: Actor, spec: StandardSpec, number: int, issuer: Organisation, document_title: str
) -> StandardVersion:
    """Bring one version to what the specification says; unchanged ones cost three queries.

    Raises Conflict when the version is published and the specification differs, StandardError when a
    parameter is broken or an indicator is not registered.
    """
    compile_standard(spec)
    _demand_registered(spec)
    standard = _standard(spec, issuer, document_title)
    version = standard.versions.select_for_update(of=("self",)).filter(number=number).first()
    digest = content_digest(spec)
    if version is None:
        version = StandardVersion(standard=standard, number=number)
    elif version.digest == digest:
        return _publish_if_final(actor, version, spec)
    _demand_draft(version)
    _write(version, spec, digest)
    record(actor=actor, verb="standardversion.load", target=version)
    return _publish_if_final(actor, version, spec)


def publish_version(*, actor: Actor, version: StandardVersion) -> StandardVersion:
    """Freeze a draft; from here on rounds may take it."""
    published: StandardVersion = perform(version, "publish", actor=actor)
    return published


def _demand_registered(spec: StandardSpec) -> None:
    """A standard may use an office's own indicators once they are registered, in the registered unit."""
    used = own_indicators(spec)
    if not used:
        return
    known = Indicator.objects.in_bulk([params["indicator"] for _, params in used], field_name="key")
    for path, params in used:
        key = params["indicator"]
        if key not in known:
            raise StandardError(path, f"指标“{key}”还没有登记，请先登记指标再在标准中引用。")
        if params.get("unit", known[key].unit) != known[key].unit:
            raise StandardError(path, f"指标“{key}”登记的单位是“{known[key].unit}”，标准中的单位应与它一致。")


def _standard(spec: StandardSpec, issuer: Organisation, document_title: str) -> Standard:
    standard, _ = Standard.objects.update_or_create(
        code=spec.code,
        defaults={
            "title": spec.title,
            "level": spec.level,
            "issuer": issuer,
            "document": spec.document,
            "document_title": document_title,
        },
    )
    return standard


def _publish_if_final(actor: Actor, version: StandardVersion, spec: StandardSpec) -> StandardVersion:
    if spec.draft or version.state != VersionState.DRAFT:
        return version
    return publish_version(actor=actor, version=version)


def _demand_draft(version: StandardVersion) -> None:
    if version.state != VersionState.DRAFT:
        code, number = version.standard.code, version.number
        cure = f"请把修改写成新的一版 {code}.v{number + 1}.json。"
        raise Conflict(f"标准 {code} 第 {number} 版已经发布，内容不能再改；{cure}")


def _write(version: StandardVersion, spec: StandardSpec, digest: str) -> None:
    """The version's own columns and, from scratch, its criteria and requirements."""
    version.categories = categories(spec)
    version.effective_from = spec.effective_from
    version.digest = digest
    version.save()
    Requirement.objects.filter(criterion__version=version).delete()
    version.criteria.all().delete()
    for criterion in spec.criteria:
        _write_criterion(version, criterion)


def _write_criterion(version: StandardVersion, spec: CriterionSpec) -> None:
    criterion = Criterion.objects.create(
        version=version, number=spec.number, title=spec.title, clause=spec.clause
    )
    Requirement.objects.bulk_create(
        Requirement(
            criterion=criterion,
            key=each.key,
            kind=each.kind,
            params=dict(each.params),
            clause=each.clause,
            words=each.words,
            evidence=list(each.evidence),
            reading=each.reading,
            position=position,
        )
        for position, each in enumerate(spec.requirements, start=1)
    )
