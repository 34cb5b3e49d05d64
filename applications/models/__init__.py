"""Rounds, applications, fact sheets, checks and decisions."""

from applications.models.applications import Application, ApplicationStep
from applications.models.checks import CheckFinding, CheckRun, FactSheet
from applications.models.decisions import Decision, DecisionItem
from applications.models.rounds import Round, RoundStep

__all__ = [
    "Application",
    "ApplicationStep",
    "CheckFinding",
    "CheckRun",
    "Decision",
    "DecisionItem",
    "FactSheet",
    "Round",
    "RoundStep",
]
