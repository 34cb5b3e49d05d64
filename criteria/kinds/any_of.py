"""Several ways to satisfy one requirement, one is enough (Y 三: a share of the market)."""

from typing import Final

from criteria.facts import Facts
from criteria.findings import Finding, Verdict
from criteria.registry import Check, Context, Params, kind, kind_named
from criteria.schema import KEY, record

_OPTION: Final = record({"kind": KEY, "params": {"type": "object", "additionalProperties": {}}})
SCHEMA: Final = record({"options": {"type": "array", "title": "可选条件", "minItems": 2, "items": _OPTION}})

# The best way open decides; a person can judge before a missing figure arrives.
_BEST_FIRST: Final = (
    Verdict.MET,
    Verdict.RELAXED,
    Verdict.RELAXABLE,
    Verdict.JUDGE,
    Verdict.MISSING,
    Verdict.UNMET,
)


@kind("any_of", words="满足其一", schema=SCHEMA)
def build(params: Params, context: Context) -> Check:
    """The best of the options decides; unmet only when every option is known to be unmet."""
    checks = [
        _option(option, context.below("options", index)) for index, option in enumerate(params["options"])
    ]

    def check(facts: Facts) -> Finding:
        found = [option(facts) for option in checks]
        verdict = next(best for best in _BEST_FIRST if any(finding.verdict is best for finding in found))
        if verdict is Verdict.MET:
            return next(finding for finding in found if finding.verdict is verdict)
        said = "；".join(finding.message.removesuffix("。") for finding in found)
        ending = "各项均未满足" if verdict is Verdict.UNMET else "满足其中一项即可"
        gap = "或".join(finding.gap for finding in found if finding.gap)
        return context.finding(verdict, f"{said}；{ending}。", gap)

    return check


def _option(option: Params, context: Context) -> Check:
    found = kind_named(option["kind"], context.below("kind").path)
    if not found.weighs:
        raise context.error("优先条件不能作为可选条件。", "kind")
    return found.compile(option["params"], context.below("params"))
