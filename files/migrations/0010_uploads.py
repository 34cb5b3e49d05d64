"""Large files come in piece by piece."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0005_tour"),
        ("files", "0003_blob_checks"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Upload",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "matter",
                    models.CharField(
                        help_text="由使用上传的应用填写，用来找回没有传完的文件。",
                        max_length=60,
                        verbose_name="事项",
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="文件名")),
                (
                    "mark",
                    models.CharField(
                        blank=True, help_text="浏览器所说的修改时间。", max_length=40, verbose_name="文件标记"
                    ),
                ),
                ("size", models.PositiveBigIntegerField(verbose_name="大小（字节）")),
                ("received", models.PositiveBigIntegerField(default=0, verbose_name="已收到（字节）")),
                (
                    "created_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="开始时间"),
                ),
                (
                    "touched_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="最近收到时间"),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="uploads",
                        to="accounts.organisation",
                        verbose_name="归属单位",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="uploads",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="上传人",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="uploads",
                        to="files.fileversion",
                        verbose_name="存成的版本",
                    ),
                ),
            ],
            options={
                "verbose_name": "分段上传",
                "verbose_name_plural": "分段上传",
                "ordering": ["pk"],
                "indexes": [models.Index(fields=["owner", "matter"], name="files_upload_of_matter")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("size__gt", 0)), name="files_upload_not_empty"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("received__lte", models.F("size"))),
                        name="files_upload_no_more_than_said",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("version__isnull", True), ("received", models.F("size")), _connector="OR"
                        ),
                        name="files_upload_stored_whole",
                    ),
                ],
            },
        ),
    ]
