"""Who runs, holds and may file: written out for rows that are older than these columns."""

from typing import Any

from django.db import migrations
from django.db.models import F, Min, OuterRef, Subquery


def write_out(apps: Any, schema_editor: Any) -> None:
    """Until now every step of a round was its own office's or its authority's."""
    application = apps.get_model("applications", "Application")
    round_ = apps.get_model("applications", "Round")
    of_round = round_.objects.filter(pk=OuterRef("round"))
    application.objects.update(office=Subquery(of_round.values("office")[:1]))
    rows = application.objects.all()
    rows.filter(state__in=["draft", "submitted", "returned"]).update(holder=F("applicant"))
    rows.filter(state__in=["recommended", "reviewing"]).update(holder=F("office"))
    rows.filter(state="shortlisted").update(holder=Subquery(of_round.values("authority")[:1]))
    steps = apps.get_model("applications", "ApplicationStep").objects.filter(application=OuterRef("pk"))
    first = steps.order_by().values("application").annotate(first=Min("opened_at")).values("first")
    rows.update(recommended_at=Subquery(first[:1]))


def copy_applicants(apps: Any, schema_editor: Any) -> None:
    """The plain list of units becomes places that can carry a quota."""
    place = apps.get_model("applications", "RoundApplicant")
    pairs = apps.get_model("applications", "Round").applicants.through.objects.order_by("pk")
    place.objects.bulk_create(
        place(round_id=pair.round_id, organisation_id=pair.organisation_id) for pair in pairs
    )


class Migration(migrations.Migration):
    dependencies = [("applications", "0002_three_levels")]

    operations = [
        migrations.RunPython(write_out, migrations.RunPython.noop, elidable=True),
        migrations.RunPython(copy_applicants, migrations.RunPython.noop, elidable=True),
    ]
