"""What waits for an office stands in one index in the order in which it is read, and so does what is put aside."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("applications", "0005_decisions_and_evidence")]

    operations = [
        migrations.RemoveIndex(model_name="application", name="applications_of_holder"),
        migrations.AddIndex(
            model_name="application",
            index=models.Index(
                condition=models.Q(("state__in", ("recommended", "reviewing"))),
                fields=["holder", "moved_at", "id"],
                name="applications_waiting",
            ),
        ),
        migrations.AddIndex(
            model_name="application",
            index=models.Index(
                condition=models.Q(("postponed_until__isnull", False)),
                fields=["holder", "moved_at", "id"],
                name="applications_postponed",
            ),
        ),
    ]
