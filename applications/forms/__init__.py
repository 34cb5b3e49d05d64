"""What is typed about rounds, applications and decisions."""

from applications.forms.actions import ActionForm, StepForm
from applications.forms.blocks import BlockForm, NewApplicationForm
from applications.forms.decisions import (
    DecisionApplyForm,
    DecisionCorrectForm,
    DecisionForm,
    ErratumForm,
    ScanForm,
)
from applications.forms.evidence import EvidenceDetailsForm, EvidenceForm, ReplacementForm, UploadForm
from applications.forms.fields import VersionField
from applications.forms.round_changes import ExtensionForm, HelpForm, QuotaForm, RoundVersionForm
from applications.forms.rounds import RoundForm

__all__ = [
    "ActionForm",
    "BlockForm",
    "DecisionApplyForm",
    "DecisionCorrectForm",
    "DecisionForm",
    "ErratumForm",
    "EvidenceDetailsForm",
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
    "UploadForm",
    "VersionField",
]
