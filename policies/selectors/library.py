"""The library as everybody reads it: newest texts, whether they hold on a day, and what belongs to one document."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from accounts.actors import Actor
from policies.enums import Force, RelationKind, VersionState
from policies.models import Clause, Policy, PolicyAttachment, PolicyRelation, PolicyVersion

# So many documents stand on the front page.
LATEST = 3
Held = Mapping[str, Set[str]]


@dataclass(frozen=True, slots=True)
class Named:
    """A document that another one names; `version` None where the library does not hold it."""

    document_number: str
    version: PolicyVersion | None


def newest_versions() -> QuerySet[PolicyVersion]:
    """One line a document: its newest open text."""
    return PolicyVersion.objects.newest().with_policy()


def latest_issued(*, on: date) -> list[tuple[PolicyVersion, Force]]:
    """The newest documents for a front page, drafts left out, each with whether it holds that day."""
    rows = newest_versions().filter(is_draft=False).order_by("-dated_on", "-pk")[:LATEST]
    return [(version, version.force_on(on)) for version in rows]


def holding(versions: QuerySet[PolicyVersion], force: str, *, on: date) -> QuerySet[PolicyVersion]:
    """Those whose `force_on` says so, decided by the database; of newest versions, which nothing amends."""
    repealed = Q(policy__repealed_on__lte=on)
    expired = Q(until__lte=on)
    issued = versions.filter(is_draft=False)
    if force == Force.COMMENT:
        return versions.filter(is_draft=True)
    if force == Force.AMENDED:
        return versions.none()
    if force == Force.REPEALED:
        return issued.filter(repealed)
    standing = issued.exclude(repealed)
    if force == Force.EXPIRED:
        return standing.filter(expired)
    running = standing.exclude(expired).annotate(begins=Coalesce("since", "published_on", "signed_on"))
    if force == Force.COMING:
        return running.filter(begins__gt=on)
    return running.filter(Q(begins__isnull=True) | Q(begins__lte=on))


def amended_since(version: PolicyVersion) -> date | None:
    """From when on a later open text stands in the place of this one; None while it is the newest."""
    later = (
        version.policy.versions.published()
        .filter(number__gt=version.number, is_draft=False)
        .order_by("number")
        .first()
    )
    return (later.since or later.own_day) if later else None


def versions_of(policy: Policy, actor: Actor) -> list[PolicyVersion]:
    """Every text of it that this person sees, newest first."""
    return list(
        policy.versions.visible_to(actor).with_policy().select_related("source__blob").order_by("-number")
    )


def clauses_of(version: PolicyVersion) -> list[Clause]:
    """In the order of the document, with duties and numbers; three queries."""
    return list(version.clauses.prefetch_related("duties__organisation", "figures").order_by("position"))


def attachments_of(version: PolicyVersion) -> list[PolicyAttachment]:
    """The files beside the document, what it encloses first."""
    rows = PolicyAttachment.objects.filter(policy=version.policy_id).select_related(
        "file__stored_file", "file__blob__scan"
    )
    return list(rows.order_by("kind", "pk"))


def bases_of(version: PolicyVersion) -> list[Named]:
    """The documents that it rests on."""
    numbers = list(
        version.relations.filter(kind=RelationKind.BASIS)
        .order_by("position")
        .values_list("document_number", flat=True)
    )
    held = {each.document_number: each for each in newest_versions().filter(document_number__in=numbers)}
    return [Named(number, held.get(number)) for number in numbers]


def resting_on(version: PolicyVersion) -> list[PolicyVersion]:
    """Documents of the library that name this one as their basis."""
    if not version.document_number:
        return []
    names_it = PolicyRelation.objects.filter(
        version=OuterRef("pk"), kind=RelationKind.BASIS, document_number=version.document_number
    )
    return list(newest_versions().filter(Exists(names_it)).order_by("-dated_on", "-pk"))


def version_by_key(key: str) -> PolicyVersion | None:
    """The newest open text of the document under that key or 文号; None where the library does not hold it."""
    named = Q(policy__key=key) | Q(document_number=key)
    return newest_versions().filter(named).order_by("-dated_on", "-pk").first()


def held_clauses(documents: Iterable[str]) -> Held:
    """By 文号 or key of a document, the clauses that the library can show of it; one query."""
    named = set(documents)
    rows = Clause.objects.filter(
        Q(version__policy__key__in=named) | Q(version__document_number__in=named),
        version__in=PolicyVersion.objects.newest(),
    ).order_by("pk")
    found: dict[str, set[str]] = {}
    for key, number, path in rows.values_list("version__policy__key", "version__document_number", "path"):
        for name in named & {key, number}:
            found.setdefault(name, set()).add(path)
    return found


def waiting_versions(actor: Actor) -> QuerySet[PolicyVersion]:
    """What the acting unit still has to hold against its source."""
    rows: QuerySet[PolicyVersion] = PolicyVersion.objects.visible_to(actor).with_policy()
    return rows.filter(state=VersionState.CHECKING)
