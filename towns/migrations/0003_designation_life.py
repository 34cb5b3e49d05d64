import django.db.models.deletion
import django.utils.timezone
import django_fsm
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_statistician"),
        ("towns", "0002_registry"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Revocation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, verbose_name="版本")),
                (
                    "moved_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="最近流转"),
                ),
                (
                    "state",
                    django_fsm.FSMField(
                        choices=[("proposed", "待确认"), ("confirmed", "已确认"), ("cancelled", "已撤回")],
                        default="proposed",
                        max_length=10,
                        protected=True,
                        verbose_name="状态",
                    ),
                ),
                ("settled_at", models.DateTimeField(blank=True, null=True, verbose_name="办结时间")),
                ("reason", models.TextField(max_length=1000, verbose_name="撤销理由")),
                (
                    "proposed_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="提请时间"),
                ),
                ("document_number", models.CharField(blank=True, max_length=60, verbose_name="文号")),
                ("decided_on", models.DateField(blank=True, null=True, verbose_name="撤销日期")),
            ],
            options={
                "verbose_name": "认定撤销",
                "verbose_name_plural": "认定撤销",
                "ordering": ["-proposed_at", "-pk"],
            },
        ),
        migrations.RemoveConstraint(
            model_name="designation",
            name="towns_designation_known_state",
        ),
        migrations.AddField(
            model_name="designation",
            name="moved_at",
            field=models.DateTimeField(default=django.utils.timezone.now, verbose_name="最近流转"),
        ),
        migrations.AddField(
            model_name="designation",
            name="revoked_on",
            field=models.DateField(blank=True, null=True, verbose_name="撤销日期"),
        ),
        migrations.AddField(
            model_name="designation",
            name="version",
            field=models.PositiveIntegerField(default=1, verbose_name="版本"),
        ),
        migrations.AlterField(
            model_name="designation",
            name="state",
            field=django_fsm.FSMField(
                choices=[("active", "有效"), ("revoked", "已撤销")],
                default="active",
                max_length=10,
                protected=True,
                verbose_name="状态",
            ),
        ),
        migrations.AddConstraint(
            model_name="designation",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["active", "revoked"])), name="towns_designation_known_state"
            ),
        ),
        migrations.AddConstraint(
            model_name="designation",
            constraint=models.CheckConstraint(
                condition=models.Q(("state", "active"), ("revoked_on__isnull", False), _connector="OR"),
                name="towns_designation_revoked_on_a_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="designation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("revoked_on__isnull", True),
                    ("decided_on__isnull", True),
                    ("revoked_on__gte", models.F("decided_on")),
                    _connector="OR",
                ),
                name="towns_designation_given_before_revoked",
                violation_error_message="撤销日期不能早于认定日期。",
            ),
        ),
        migrations.AddField(
            model_name="revocation",
            name="designation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="revocations",
                to="towns.designation",
                verbose_name="认定",
            ),
        ),
        migrations.AddField(
            model_name="revocation",
            name="office",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="proposed_revocations",
                to="accounts.organisation",
                verbose_name="提请单位",
            ),
        ),
        migrations.AddField(
            model_name="revocation",
            name="proposed_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="proposed_revocations",
                to=settings.AUTH_USER_MODEL,
                verbose_name="提请人",
            ),
        ),
        migrations.AddField(
            model_name="revocation",
            name="settled_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="settled_revocations",
                to=settings.AUTH_USER_MODEL,
                verbose_name="办结人",
            ),
        ),
        migrations.AddConstraint(
            model_name="revocation",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["proposed", "confirmed", "cancelled"])),
                name="towns_revocation_known_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="revocation",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="towns_revocation_has_a_reason"
            ),
        ),
        migrations.AddConstraint(
            model_name="revocation",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "proposed")),
                fields=("designation",),
                name="towns_revocation_one_open_a_designation",
                violation_error_message="这个认定已提请撤销，正在等候确认。",
            ),
        ),
        migrations.AddConstraint(
            model_name="revocation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state", "proposed"),
                    models.Q(("settled_at__isnull", False), ("settled_by__isnull", False)),
                    _connector="OR",
                ),
                name="towns_revocation_settled_by_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="revocation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "confirmed"), _negated=True),
                    models.Q(models.Q(("document_number", ""), _negated=True), ("decided_on__isnull", False)),
                    _connector="OR",
                ),
                name="towns_revocation_confirmed_with_number_and_date",
            ),
        ),
        migrations.AddConstraint(
            model_name="revocation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "confirmed"), _negated=True),
                    models.Q(("settled_by", models.F("proposed_by")), _negated=True),
                    _connector="OR",
                ),
                name="towns_revocation_confirmed_by_another",
                violation_error_message="提请人不能自己确认。",
            ),
        ),
    ]
