"""Rounds, applications, fact sheets, checks, judgements and decisions."""

from applications.models.applications import Application, ApplicationStep
from applications.models.blocks import ApplicationBlock, BlockPresence
from applications.models.checks import CheckFinding, CheckRun, FactSheet
from applications.models.decisions import Decision, DecisionItem, Erratum
from applications.models.evidence import Evidence, EvidenceUse
from applications.models.packages import EvidencePackage
from applications.models.reviews import Judgement, Note
from applications.models.rounds import Round, RoundApplicant, RoundExtension, RoundStep, StepTemplate

__all__ = [
    "Application",
    "ApplicationBlock",
    "ApplicationStep",
    "BlockPresence",
    "CheckFinding",
    "CheckRun",
    "Decision",
    "DecisionItem",
    "Erratum",
    "Evidence",
    "EvidencePackage",
    "EvidenceUse",
    "FactSheet",
    "Judgement",
    "Note",
    "Round",
    "RoundApplicant",
    "RoundExtension",
    "RoundStep",
    "StepTemplate",
]
