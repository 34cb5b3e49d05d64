"""B3: saving one block of an application's form, against a transaction that locks, updates and inserts in plain SQL."""

import io
import json
import time
from typing import Any

from django.core.management import call_command
from django.db import connection, transaction

from accounts.actors import Actor
from applications.blocks import BLOCK
from applications.enums import State
from applications.models import Application
from applications.selectors.facts import figure_years
from applications.services.filling import save_block
from config.demonstration.journeys import acting
from ops.bench.windows import interleaved
from ops.console import say
from records.models import Act

WINDOWS = 30
SAVES_A_WINDOW = 20
SAVE, FLOOR = "保存一个部分", "加锁、改一行、加一行"
KEY = "market"
ACT = "INSERT INTO records_act ({columns}) SELECT {columns} FROM records_act ORDER BY id DESC LIMIT 1"
CLERK, UNIT = "demo-filer", "gov-140121"


class Desk:
    """One draft and its clerk; every save brings other words."""

    def __init__(self, application: Application, actor: Actor) -> None:
        self.application, self.actor = application, actor
        self.version, self.turn = 0, 0
        self.columns = ", ".join(str(field.column) for field in Act._meta.fields if not field.primary_key)

    def save(self, window: int) -> float:
        """Seconds for one save through the service."""
        begin = time.perf_counter()
        for _ in range(SAVES_A_WINDOW):
            self.version = save_block(
                actor=self.actor,
                application=self.application,
                key=KEY,
                content=self.typed(),
                version=self.version,
            ).version
        return (time.perf_counter() - begin) / SAVES_A_WINDOW

    def write(self, window: int) -> float:
        """Seconds for the same words in plain SQL; the act is a copy of the last one."""
        begin = time.perf_counter()
        pk = self.application.pk
        for _ in range(SAVES_A_WINDOW):
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("SELECT draft FROM applications_application WHERE id = %s FOR UPDATE", [pk])
                draft = {**json.loads(cursor.fetchone()[0]), **self.typed()}
                cursor.execute(
                    "UPDATE applications_application SET draft = %s, version = version + 1 WHERE id = %s",
                    [json.dumps(draft), pk],
                )
                cursor.execute(ACT.format(columns=self.columns))
        return (time.perf_counter() - begin) / SAVES_A_WINDOW

    def typed(self) -> dict[str, Any]:
        """Every figure of the block for three years, and a text of full length."""
        self.turn += 1
        years = figure_years(self.application)
        figures = {key: {str(year): str(self.turn) for year in years} for key in BLOCK[KEY].figures}
        return {"figures": figures, "answers": {"market_text": f"{self.turn}".rjust(800, "字")}}


def run() -> bool:
    """Print the part on saving; False when the last words are not what stands there."""
    desk = prepare()
    contestants = {SAVE: desk.save, FLOOR: desk.write}
    interleaved(contestants, 1)
    series = interleaved(contestants, WINDOWS)
    for name in contestants:
        say(f"  {name}：{series.cost(name) * 1000:.2f} 毫秒")
    say(f"  保存用时是地板的 {series.ratio(SAVE, FLOOR)}")
    desk.save(0)
    kept = Application.objects.get(pk=desk.application.pk).draft["answers"]["market_text"]
    return bool(kept == f"{desk.turn}".rjust(800, "字"))


def prepare() -> Desk:
    """The demonstration's first draft."""
    said = io.StringIO()
    call_command("migrate", interactive=False, verbosity=0)
    call_command("load_reference", stdout=said)
    call_command("seed_demo", stage="draft", stdout=said)
    actor = acting(CLERK, UNIT)
    rows = Application.objects.filter(state=State.DRAFT, applicant=actor.organisation)
    application = rows.select_related("town__county", "applicant", "round").order_by("pk").first()
    assert application is not None, "the demonstration has a draft of this unit"
    return Desk(application, actor)
