"""A return tells items, each answered and looked at again; a step keeps when its clock ran; a round may limit returns."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0005_tour"),
        ("applications", "0007_blocks"),
        ("standards", "0002_standing"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Phrase",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.CharField(max_length=200, verbose_name="内容")),
                (
                    "added_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="添加时间"),
                ),
            ],
            options={
                "verbose_name": "常用意见",
                "verbose_name_plural": "常用意见",
                "ordering": ["user_id", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="ReturnItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("whole", "整体"),
                            ("criterion", "条件"),
                            ("block", "填写部分"),
                            ("field", "填写项"),
                            ("evidence", "佐证材料"),
                        ],
                        max_length=10,
                        verbose_name="类型",
                    ),
                ),
                (
                    "criterion",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="条件序号"),
                ),
                ("block", models.CharField(blank=True, max_length=20, verbose_name="部分")),
                ("field", models.CharField(blank=True, max_length=40, verbose_name="填写项")),
                ("label", models.CharField(max_length=160, verbose_name="对象")),
                ("opens", models.JSONField(blank=True, default=list, verbose_name="可以修改的部分")),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("missing", "缺项"),
                            ("inconsistent", "不一致"),
                            ("unclear", "不清晰"),
                            ("expired", "过期"),
                            ("other", "其他"),
                        ],
                        max_length=12,
                        verbose_name="原因",
                    ),
                ),
                ("text", models.TextField(max_length=500, verbose_name="说明")),
                (
                    "marked_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="标记时间"),
                ),
                ("answer", models.TextField(blank=True, max_length=1000, verbose_name="答复")),
                ("answered_at", models.DateTimeField(blank=True, null=True, verbose_name="答复时间")),
                (
                    "resolution",
                    models.CharField(
                        blank=True,
                        choices=[("closed", "已补正"), ("reopened", "仍需补正")],
                        max_length=10,
                        verbose_name="核对结果",
                    ),
                ),
                ("resolved_at", models.DateTimeField(blank=True, null=True, verbose_name="核对时间")),
            ],
            options={
                "verbose_name": "补正事项",
                "verbose_name_plural": "补正事项",
                "ordering": ["application_id", "pk"],
            },
        ),
        migrations.CreateModel(
            name="ReturnNotice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(verbose_name="第几次退回")),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="补正期限")),
                ("comment", models.TextField(blank=True, max_length=1000, verbose_name="总的意见")),
                (
                    "returned_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="退回时间"),
                ),
                ("answered_at", models.DateTimeField(blank=True, null=True, verbose_name="重新提交时间")),
            ],
            options={
                "verbose_name": "补正通知",
                "verbose_name_plural": "补正通知",
                "ordering": ["application_id", "number"],
            },
        ),
        migrations.CreateModel(
            name="StepStretch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("began_at", models.DateTimeField(verbose_name="开始时间")),
                ("ended_at", models.DateTimeField(verbose_name="停止时间")),
            ],
            options={
                "verbose_name": "办理时段",
                "verbose_name_plural": "办理时段",
                "ordering": ["step_id", "began_at", "pk"],
            },
        ),
        migrations.AddField(
            model_name="round",
            name="return_limit",
            field=models.PositiveSmallIntegerField(
                blank=True,
                help_text="办公室最多退回补正几次；不填为不限。",
                null=True,
                verbose_name="限退回次数",
            ),
        ),
        migrations.AddConstraint(
            model_name="round",
            constraint=models.CheckConstraint(
                condition=models.Q(("return_limit__isnull", True), ("return_limit__gte", 1), _connector="OR"),
                name="applications_round_return_limit_of_one_or_more",
                violation_error_message="限退回次数至少为 1；不限请留空。",
            ),
        ),
        migrations.AddField(
            model_name="phrase",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="phrases",
                to=settings.AUTH_USER_MODEL,
                verbose_name="用户",
            ),
        ),
        migrations.AddField(
            model_name="returnitem",
            name="answered_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="answered_items",
                to=settings.AUTH_USER_MODEL,
                verbose_name="答复人",
            ),
        ),
        migrations.AddField(
            model_name="returnitem",
            name="application",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="return_items",
                to="applications.application",
                verbose_name="申报",
            ),
        ),
        migrations.AddField(
            model_name="returnitem",
            name="carried_from",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="carried_to",
                to="applications.returnitem",
                verbose_name="上次的事项",
            ),
        ),
        migrations.AddField(
            model_name="returnitem",
            name="evidence",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="return_items",
                to="applications.evidence",
                verbose_name="佐证材料",
            ),
        ),
        migrations.AddField(
            model_name="returnitem",
            name="marked_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="marked_items",
                to=settings.AUTH_USER_MODEL,
                verbose_name="标记人",
            ),
        ),
        migrations.AddField(
            model_name="returnitem",
            name="organisation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="return_items",
                to="accounts.organisation",
                verbose_name="标记单位",
            ),
        ),
        migrations.AddField(
            model_name="returnitem",
            name="resolved_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="resolved_items",
                to=settings.AUTH_USER_MODEL,
                verbose_name="核对人",
            ),
        ),
        migrations.AddField(
            model_name="returnnotice",
            name="application",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="return_notices",
                to="applications.application",
                verbose_name="申报",
            ),
        ),
        migrations.AddField(
            model_name="returnnotice",
            name="fact_sheet",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="return_notices",
                to="applications.factsheet",
                verbose_name="退回时的事实表",
            ),
        ),
        migrations.AddField(
            model_name="returnnotice",
            name="organisation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="return_notices",
                to="accounts.organisation",
                verbose_name="退回单位",
            ),
        ),
        migrations.AddField(
            model_name="returnnotice",
            name="returned_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="return_notices",
                to=settings.AUTH_USER_MODEL,
                verbose_name="退回人",
            ),
        ),
        migrations.AddField(
            model_name="returnitem",
            name="notice",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="items",
                to="applications.returnnotice",
                verbose_name="补正通知",
            ),
        ),
        migrations.AddField(
            model_name="stepstretch",
            name="step",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="stretches",
                to="applications.applicationstep",
                verbose_name="申报环节",
            ),
        ),
        migrations.AddConstraint(
            model_name="phrase",
            constraint=models.UniqueConstraint(
                fields=("user", "text"),
                name="applications_phrase_once_a_person",
                violation_error_message="这条常用意见已经有了。",
            ),
        ),
        migrations.AddConstraint(
            model_name="phrase",
            constraint=models.CheckConstraint(
                condition=models.Q(("text", ""), _negated=True), name="applications_phrase_says_something"
            ),
        ),
        migrations.AddConstraint(
            model_name="returnnotice",
            constraint=models.UniqueConstraint(
                fields=("application", "number"), name="applications_returnnotice_one_number"
            ),
        ),
        migrations.AddConstraint(
            model_name="returnnotice",
            constraint=models.UniqueConstraint(
                condition=models.Q(("answered_at__isnull", True)),
                fields=("application",),
                name="applications_returnnotice_one_open",
            ),
        ),
        migrations.AddConstraint(
            model_name="returnnotice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("answered_at__isnull", True),
                    ("answered_at__gte", models.F("returned_at")),
                    _connector="OR",
                ),
                name="applications_returnnotice_answered_after_it",
            ),
        ),
        migrations.AddConstraint(
            model_name="returnitem",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["whole", "criterion", "block", "field", "evidence"])),
                name="applications_returnitem_known_kind",
            ),
        ),
        migrations.AddConstraint(
            model_name="returnitem",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("reason__in", ["missing", "inconsistent", "unclear", "expired", "other"])
                ),
                name="applications_returnitem_known_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="returnitem",
            constraint=models.CheckConstraint(
                condition=models.Q(("text", ""), _negated=True), name="applications_returnitem_says_what"
            ),
        ),
        migrations.AddConstraint(
            model_name="returnitem",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("answer", ""), ("answered_at__isnull", True), ("answered_by__isnull", True)),
                    models.Q(
                        ("answered_at__isnull", False),
                        ("answered_by__isnull", False),
                        models.Q(("answer", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="applications_returnitem_answered_by_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="returnitem",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("resolution", ""), ("resolved_at__isnull", True), ("resolved_by__isnull", True)
                    ),
                    models.Q(
                        ("resolved_at__isnull", False),
                        ("resolved_by__isnull", False),
                        models.Q(("resolution", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="applications_returnitem_resolved_by_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="returnitem",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("notice__isnull", False),
                    models.Q(("answered_at__isnull", True), ("resolved_at__isnull", True)),
                    _connector="OR",
                ),
                name="applications_returnitem_told_before_answered",
            ),
        ),
        migrations.AddConstraint(
            model_name="stepstretch",
            constraint=models.CheckConstraint(
                condition=models.Q(("ended_at__gte", models.F("began_at"))),
                name="applications_stepstretch_ends_after_it_begins",
            ),
        ),
    ]
