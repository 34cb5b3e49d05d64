from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_membership_deputy"),
    ]

    operations = [
        migrations.AddField(
            model_name="user",
            name="tour_done_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="收起新手引导的时间"),
        ),
    ]
