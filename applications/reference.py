"""Reference data of recognition: the steps that a round of each level begins with."""

import json
from functools import reduce
from operator import or_
from pathlib import Path

from django.db import transaction
from django.db.models import Q

from applications.models import StepTemplate
from core.bulk import Brought, bring


@transaction.atomic
def load_step_templates(path: Path) -> Brought:
    """The steps of every level, in their order: {level: [step, …]}. Rounds that exist keep the steps they have."""
    levels = json.loads(path.read_text(encoding="utf-8"))
    beyond = (Q(level=level, position__gt=len(steps)) for level, steps in levels.items())
    StepTemplate.objects.filter(reduce(or_, beyond)).delete()
    brought = Brought()
    for level, steps in levels.items():
        wanted = [{"level": level, "position": place, **step} for place, step in enumerate(steps, start=1)]
        brought += bring(StepTemplate.objects.filter(level=level), "position", wanted)
    return brought
