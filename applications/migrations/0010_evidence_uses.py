"""What a piece of evidence is for stands in rows of its own; until when it holds; ZIPs made in the background."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0005_tour"),
        ("applications", "0007_blocks"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="evidence",
            name="valid_until",
            field=models.DateField(
                blank=True,
                help_text="证书、证明有有效期的填写，这一天仍有效。",
                null=True,
                verbose_name="有效期至",
            ),
        ),
        migrations.CreateModel(
            name="EvidencePackage",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "requested_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="申请时间"),
                ),
                ("expires_at", models.DateTimeField(verbose_name="失效时间")),
                ("content", models.TextField(verbose_name="内容清单")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("waiting", "等待打包"),
                            ("running", "正在打包"),
                            ("done", "打包完成"),
                            ("failed", "打包未完成"),
                        ],
                        default="waiting",
                        max_length=10,
                        verbose_name="进度",
                    ),
                ),
                ("attempts", models.PositiveSmallIntegerField(default=0, verbose_name="尝试次数")),
                (
                    "touched_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="最近进展时间"),
                ),
                ("files_total", models.PositiveIntegerField(verbose_name="文件数")),
                ("files_done", models.PositiveIntegerField(default=0, verbose_name="已打包文件数")),
                ("size", models.PositiveBigIntegerField(default=0, verbose_name="大小（字节）")),
                ("error", models.CharField(blank=True, max_length=300, verbose_name="未完成的原因")),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="packages",
                        to="applications.application",
                        verbose_name="申报",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="evidence_packages",
                        to="accounts.organisation",
                        verbose_name="申请单位",
                    ),
                ),
                (
                    "requested_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="evidence_packages",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="申请人",
                    ),
                ),
            ],
            options={
                "verbose_name": "材料打包",
                "verbose_name_plural": "材料打包",
                "ordering": ["pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("status__in", ("waiting", "running"))),
                        fields=["touched_at"],
                        name="applications_package_open",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ["waiting", "running", "done", "failed"])),
                        name="applications_evidencepackage_known_status",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("files_done__lte", models.F("files_total"))),
                        name="applications_evidencepackage_no_more_than_all",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="EvidenceUse",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("criterion", models.PositiveSmallIntegerField(verbose_name="条件序号")),
                ("requirement", models.CharField(blank=True, max_length=40, verbose_name="指标要求代号")),
                ("asked", models.CharField(blank=True, max_length=200, verbose_name="标准要求的材料")),
                (
                    "evidence",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="uses",
                        to="applications.evidence",
                        verbose_name="佐证材料",
                    ),
                ),
            ],
            options={
                "verbose_name": "佐证材料用途",
                "verbose_name_plural": "佐证材料用途",
                "ordering": ["evidence_id", "criterion", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("evidence", "criterion", "requirement", "asked"),
                        name="applications_evidenceuse_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("criterion__gte", 1)),
                        name="applications_evidenceuse_counts_from_one",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("asked", ""), ("requirement", "")),
                            models.Q(
                                models.Q(("requirement", ""), _negated=True),
                                models.Q(("asked", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="applications_evidenceuse_names_both",
                    ),
                ],
            },
        ),
    ]
