"""Applications that came on paper, stamped scans of prints, and who looks after a draft."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0005_tour"),
        ("applications", "0008_return_items"),
        ("files", "0004_discarded_files"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="application",
            name="came_on_paper",
            field=models.BooleanField(default=False, verbose_name="纸质件录入"),
        ),
        migrations.AddField(
            model_name="application",
            name="keeper",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="kept_applications",
                to=settings.AUTH_USER_MODEL,
                verbose_name="填报负责人",
            ),
        ),
        migrations.AddField(
            model_name="round",
            name="stamped_scan_required",
            field=models.BooleanField(
                default=False,
                help_text="不勾选时，申报单位可以上传，也可以不上传。",
                verbose_name="推荐上报前须上传盖章扫描件",
            ),
        ),
        migrations.CreateModel(
            name="StampedScan",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "added_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="首次上传时间"),
                ),
                (
                    "added_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="stamped_scans",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="首次上传人",
                    ),
                ),
                (
                    "fact_sheet",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="stamped_scan",
                        to="applications.factsheet",
                        verbose_name="所属提交",
                    ),
                ),
                (
                    "stored_file",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="stamped_scan",
                        to="files.storedfile",
                        verbose_name="文件",
                    ),
                ),
            ],
            options={
                "verbose_name": "盖章扫描件",
                "verbose_name_plural": "盖章扫描件",
                "ordering": ["fact_sheet_id"],
            },
        ),
        migrations.CreateModel(
            name="PaperFiling",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("signed_on", models.DateField(verbose_name="申报单位签章日期")),
                ("recommended_on", models.DateField(verbose_name="推荐盖章日期")),
                ("received_on", models.DateField(verbose_name="收到日期")),
                (
                    "keyed_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="登记时间"),
                ),
                (
                    "application",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="paper",
                        to="applications.application",
                        verbose_name="申报",
                    ),
                ),
                (
                    "keyed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="paper_filings",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="登记人",
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="paper_filings",
                        to="accounts.organisation",
                        verbose_name="录入单位",
                    ),
                ),
                (
                    "scan",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="paper_filing",
                        to="files.storedfile",
                        verbose_name="纸质件扫描件",
                    ),
                ),
            ],
            options={
                "verbose_name": "纸质申报件",
                "verbose_name_plural": "纸质申报件",
                "ordering": ["application_id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("received_on__gte", models.F("recommended_on")),
                            ("recommended_on__gte", models.F("signed_on")),
                        ),
                        name="applications_paperfiling_signed_recommended_received",
                        violation_error_message="签章、推荐、收到的日期应依次先后。",
                    )
                ],
            },
        ),
    ]
