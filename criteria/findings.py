"""What a check says: one finding for each requirement, and the advice that follows from all of them."""

import hashlib
import json
from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple


class Verdict(StrEnum):
    """How one requirement stands; `words` is what the reader sees."""

    MET = "met"
    UNMET = "unmet"
    RELAXED = "relaxed"
    RELAXABLE = "relaxable"
    JUDGE = "judge"
    MISSING = "missing"
    PREFERRED = "preferred"
    NONE = "none"

    @property
    def words(self) -> str:
        return _VERDICT_WORDS[self]


class Eligibility(StrEnum):
    """The advice on the whole; nothing is refused by a machine."""

    YES = "yes"
    JUDGE = "judge"
    INCOMPLETE = "incomplete"
    NO = "no"

    @property
    def words(self) -> str:
        return _ELIGIBILITY_WORDS[self]


_VERDICT_WORDS = {
    Verdict.MET: "满足",
    Verdict.UNMET: "未满足",
    Verdict.RELAXED: "按放宽条件",
    Verdict.RELAXABLE: "可申请放宽",
    Verdict.JUDGE: "需研判",
    Verdict.MISSING: "缺数据",
    Verdict.PREFERRED: "可优先评定",
    Verdict.NONE: "无优先项",
}

_ELIGIBILITY_WORDS = {
    Eligibility.YES: "全部满足",
    Eligibility.JUDGE: "需研判",
    Eligibility.INCOMPLETE: "数据不全",
    Eligibility.NO: "有未满足的条件",
}


class Finding(NamedTuple):
    """One requirement held against the facts.

    `message` is one Chinese sentence with the figure, its year, the threshold and why; `clause` is the
    path in the standard's document; `gap` says briefly how far it is (“产值还差 8 亿元”) and is empty
    where nothing lacks.
    """

    criterion: int
    requirement: str
    verdict: Verdict
    message: str
    clause: str
    gap: str = ""


_TO_JUDGE = frozenset({Verdict.JUDGE, Verdict.RELAXABLE, Verdict.RELAXED})


def eligibility(findings: Iterable[Finding]) -> Eligibility:
    """Sum up: `no` with any unmet, else `incomplete` with any missing, else `judge`, else `yes`.

    A relaxation still waits for the office's written confirmation and so counts as `judge`; a preference
    never weighs.
    """
    verdicts = {finding.verdict for finding in findings}
    if Verdict.UNMET in verdicts:
        return Eligibility.NO
    if Verdict.MISSING in verdicts:
        return Eligibility.INCOMPLETE
    return Eligibility.JUDGE if verdicts & _TO_JUDGE else Eligibility.YES


def canonical(findings: Iterable[Finding]) -> str:
    """Write findings as canonical JSON: keys in order, no spaces, Chinese as it is."""
    rows = [finding._asdict() for finding in findings]
    return json.dumps(rows, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest(findings: Iterable[Finding]) -> str:
    """Return the SHA-256 of the canonical JSON, as 64 hexadecimal digits."""
    return hashlib.sha256(canonical(findings).encode()).hexdigest()
