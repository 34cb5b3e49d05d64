"""A file that nothing names any more is marked, so that its bytes can go."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("files", "0003_blob_checks")]

    operations = [
        migrations.AddField(
            model_name="storedfile",
            name="discarded_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="弃置时间"),
        )
    ]
