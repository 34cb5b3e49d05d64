"""The column gives way to the rows."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("applications", "0011_copy_evidence_uses")]

    operations = [
        migrations.AlterModelOptions(
            name="evidence",
            options={
                "ordering": ["application_id", "pk"],
                "verbose_name": "佐证材料",
                "verbose_name_plural": "佐证材料",
            },
        ),
        migrations.RemoveField(model_name="evidence", name="criterion"),
    ]
