"""What the rows now say must stay said; the places replace the plain list."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("applications", "0003_write_out_queues")]

    operations = [
        migrations.AlterField(
            model_name="application",
            name="office",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="queued_applications",
                to="accounts.organisation",
                verbose_name="复核单位",
            ),
        ),
        migrations.AddConstraint(
            model_name="application",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ("recommended", "reviewing")), _negated=True),
                    ("holder__isnull", False),
                    _connector="OR",
                ),
                name="applications_application_somebody_holds_it",
            ),
        ),
        migrations.RemoveField(model_name="round", name="applicants"),
        migrations.AddField(
            model_name="round",
            name="applicants",
            field=models.ManyToManyField(
                related_name="open_to_rounds",
                through="applications.RoundApplicant",
                to="accounts.organisation",
                verbose_name="可申报单位",
            ),
        ),
    ]
