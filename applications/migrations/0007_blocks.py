"""The form is saved block by block: a version for each, and who is in which block now."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("applications", "0006_waiting_queue"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ApplicationBlock",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=20, verbose_name="部分")),
                ("version", models.PositiveIntegerField(default=1, verbose_name="版本")),
                ("saved_at", models.DateTimeField(verbose_name="保存时间")),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="blocks",
                        to="applications.application",
                        verbose_name="申报",
                    ),
                ),
                (
                    "saved_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="saved_blocks",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="保存人",
                    ),
                ),
            ],
            options={
                "verbose_name": "申报填写部分",
                "verbose_name_plural": "申报填写部分",
                "ordering": ["application_id", "key"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("application", "key"), name="applications_applicationblock_one_a_key"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "key__in",
                                (
                                    "basics",
                                    "scale",
                                    "market",
                                    "entities",
                                    "employment",
                                    "innovation",
                                    "brands",
                                    "services",
                                    "history",
                                    "environment",
                                    "projects",
                                    "relaxation",
                                    "commitment",
                                ),
                            )
                        ),
                        name="applications_applicationblock_known_key",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("version__gte", 1)),
                        name="applications_applicationblock_counts_from_one",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BlockPresence",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=20, verbose_name="部分")),
                ("seen_at", models.DateTimeField(verbose_name="最近填写时间")),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="presences",
                        to="applications.application",
                        verbose_name="申报",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="presences",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="填写人",
                    ),
                ),
            ],
            options={
                "verbose_name": "正在填写",
                "verbose_name_plural": "正在填写",
                "ordering": ["application_id", "user_id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("application", "user"), name="applications_blockpresence_one_a_person"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "key__in",
                                (
                                    "basics",
                                    "scale",
                                    "market",
                                    "entities",
                                    "employment",
                                    "innovation",
                                    "brands",
                                    "services",
                                    "history",
                                    "environment",
                                    "projects",
                                    "relaxation",
                                    "commitment",
                                ),
                            )
                        ),
                        name="applications_blockpresence_known_key",
                    ),
                ],
            },
        ),
    ]
