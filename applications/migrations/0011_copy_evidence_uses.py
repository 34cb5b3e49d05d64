"""Every piece of evidence serves the one criterion that it stood under until now; other material serves none."""

from typing import Any

from django.db import migrations


def copy(apps: Any, schema_editor: Any) -> None:
    """One use a row."""
    evidence = apps.get_model("applications", "Evidence")
    use = apps.get_model("applications", "EvidenceUse")
    rows = evidence.objects.filter(criterion__isnull=False).order_by("pk").values_list("pk", "criterion")
    use.objects.bulk_create(use(evidence_id=pk, criterion=number) for pk, number in rows)


def copy_back(apps: Any, schema_editor: Any) -> None:
    """The first criterion of each."""
    evidence = apps.get_model("applications", "Evidence")
    use = apps.get_model("applications", "EvidenceUse")
    for each in use.objects.order_by("-criterion", "-pk"):
        evidence.objects.filter(pk=each.evidence_id).update(criterion=each.criterion)


class Migration(migrations.Migration):
    dependencies = [("applications", "0010_evidence_uses")]

    operations = [migrations.RunPython(copy, copy_back)]
