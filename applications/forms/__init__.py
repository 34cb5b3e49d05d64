"""What is typed about rounds, applications and decisions."""

from applications.forms.actions import ActionForm, StepForm
from applications.forms.decisions import (
    DecisionApplyForm,
    DecisionCorrectForm,
    DecisionForm,
    ErratumForm,
    ScanForm,
)
from applications.forms.drafts import ApplicationDraftForm, NewApplicationForm
from applications.forms.evidence import EvidenceForm, ReplacementForm
from applications.forms.fields import VersionField
from applications.forms.round_changes import ExtensionForm, HelpForm, QuotaForm, RoundVersionForm
from applications.forms.rounds import RoundForm

__all__ = [
    "ActionForm",
    "ApplicationDraftForm",
    "DecisionApplyForm",
    "DecisionCorrectForm",
    "DecisionForm",
    "ErratumForm",
    "EvidenceForm",
    "ExtensionForm",
    "HelpForm",
    "NewApplicationForm",
    "QuotaForm",
    "ReplacementForm",
    "RoundForm",
    "RoundVersionForm",
    "ScanForm",
    "StepForm",
    "VersionField",
]
