"""B10: the first page of a search in 20,000 clauses, against a LIKE scan over the same texts."""

import io
import random
import time
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from functools import partial
from typing import Any

from django.core.management import call_command
from django.db import connection

from accounts.models import Division, Organisation
from core.paging import SIZE
from ops.bench.windows import interleaved
from ops.console import say
from policies.grams import folded, pieces
from policies.models import Policy, PolicyVersion, SearchRow
from policies.selectors.search import found_rows

ROWS, DOCUMENTS, WINDOWS = 20_000, 200, 15
ASKED = 12
SEED = 8
# Syllables of official documents; every seventh clause speaks of what everybody looks for.
SIGNS = "市县省企业产业支持奖励资金财政工信农业科技创新品牌标准项目投资金融用地人才服务平台市场发展建设提升推动加快完善机制责任部门万元亿以上年"
COMMON = "专业镇"
ABSENT = "龘龘龘"
SCAN = "SELECT id FROM policies_searchrow WHERE words LIKE %s"


def run() -> bool:
    """Print the part on searching; False when a search found other rows than a look at every text."""
    build()
    texts = dict(SearchRow.objects.order_by("pk").values_list("pk", "words"))
    dice = random.Random(SEED)  # noqa: S311 - must repeat, keeps no secret
    right, worst = True, 0.0
    for name, words in asked(dice, list(texts.values())):
        right &= all(same(word, texts) for word in words[:3])
        contestants: dict[str, Callable[[int], float]] = {
            "检索": partial(window, page, words),
            "逐行查找": partial(window, scan, words),
        }
        ratio = interleaved(contestants, WINDOWS).ratio("检索", "逐行查找")
        worst = max(worst, ratio.median)
        say(f"  {name}：第一页用时是逐行查找的 {ratio}")
    say(f"  最慢的一种 {worst:.2f} 倍；目标不超过 0.3 倍。{'结果逐行相同。' if right else '结果不同！'}")
    return right


def asked(dice: random.Random, texts: Sequence[str]) -> list[tuple[str, list[str]]]:
    """Words of each length cut out of the texts, one that is common and one that nobody wrote."""

    def cut(length: int) -> str:
        text = dice.choice(texts)
        at = dice.randrange(len(text) - length)
        return text[at : at + length]

    by_length = [(f"{length} 个字", [cut(length) for _ in range(ASKED)]) for length in (1, 2, 3, 4, 6, 8)]
    return [*by_length, ("常见的词", [COMMON] * ASKED), ("没有的词", [ABSENT] * ASKED)]


def window(work: Callable[[str], Any], words: Sequence[str], number: int) -> float:
    begin = time.perf_counter()
    work(words[number % len(words)])
    return time.perf_counter() - begin


def page(word: str) -> list[SearchRow]:
    """What the page reads: its rows and one more."""
    return list(found_rows([word]).order_by("-dated_on", "-pk")[: SIZE + 1])


def scan(word: str) -> list[Any]:
    """Every text, looked through."""
    with connection.cursor() as cursor:
        cursor.execute(SCAN, [f"%{word}%"])
        return list(cursor.fetchall())


def same(word: str, texts: dict[int, str]) -> bool:
    found = set(found_rows([word]).order_by("pk").values_list("pk", flat=True))
    return found == {pk for pk, text in texts.items() if word in text}


def build() -> None:
    """Documents of a hundred clauses each, in a database of its own."""
    call_command("migrate", interactive=False, verbosity=0)
    call_command("load_reference", stdout=io.StringIO())
    dice = random.Random(SEED)  # noqa: S311 - must repeat, keeps no secret
    division = Division.objects.order_by("code").first()
    keeper = Organisation.objects.order_by("pk").first()
    assert division is not None and keeper is not None
    for number in range(DOCUMENTS):
        policy = Policy.objects.create(
            key=f"测速〔2026〕{number}号", kind="plan", level="city", division=division, keeper=keeper
        )
        day = date(2020, 1, 1) + timedelta(days=number)
        version = PolicyVersion.objects.create(
            policy=policy, number=1, title=f"测速文件{number}", dated_on=day
        )
        SearchRow.objects.bulk_create(_row(version, day, dice, place) for place in range(ROWS // DOCUMENTS))
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE policies_searchrow")


def _row(version: PolicyVersion, day: date, dice: random.Random, place: int) -> SearchRow:
    text = "".join(dice.choices(SIGNS, k=dice.randint(60, 400)))
    words = folded(text + (COMMON if place % 7 == 0 else "") + "。")
    return SearchRow(version=version, dated_on=day, words=words, pieces=" ".join(pieces(words)))
