"""A search finds what a look at every text would find, in Chinese and in numbers, on both engines."""

import random
from itertools import pairwise

import pytest
from django.db import connection
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from policies import services
from policies.grams import excerpt, folded, marked, needed, pieces, words_of
from policies.models import SearchRow
from policies.selectors.search import found_rows, hits
from tests.factories import World
from tests.policies.documents import NUMBER, clause, opened

SIGNS = "政策支持专业镇陶器工信局牵头、（）〔〕“”2024年5G％% _\\'\"*-\uff21aB😀。\n"


def test_folding_keeps_every_place() -> None:
    assert folded("晋政办发〔２０２２〕80号\uff21\uff22") == "晋政办发(2022)80号ab"
    assert all(len(folded(text)) == len(text) for text in ("İstanbul", "ﬁ", "\U0001d538😀", SIGNS))


def test_words_are_few_short_and_different() -> None:
    assert words_of("  专业镇　政策 专业镇\0") == ["专业镇", "政策"]
    assert len(words_of(" ".join(map(str, range(50))))) == 8
    assert len(words_of("长" * 500)[0]) == 40


@given(
    st.text(alphabet=SIGNS, max_size=60), st.text(alphabet=SIGNS.replace("\n", ""), min_size=1, max_size=6)
)
def test_whoever_holds_the_word_holds_its_pieces(text: str, word: str) -> None:
    for each in words_of(word):
        if each in folded(text):
            assert set(needed(each)) <= set(pieces(folded(text)))


@given(
    st.text(alphabet=SIGNS, max_size=60),
    st.lists(st.text(alphabet=SIGNS, min_size=1, max_size=4), max_size=3),
)
def test_marking_loses_nothing(text: str, words: list[str]) -> None:
    stretches = marked(text, words)
    assert "".join(part for part, _ in stretches) == text
    assert not any(left[1] == right[1] for left, right in pairwise(stretches))


def test_an_excerpt_shows_the_hit() -> None:
    text = "前" * 300 + "专业镇" + "后" * 300
    shown = excerpt(text, ["专业镇"])
    assert "专业镇" in shown and shown.startswith("…") and shown.endswith("…") and len(shown) < 200


@pytest.mark.both
@pytest.mark.django_db
def test_the_index_finds_what_a_look_at_every_text_finds(world: World) -> None:
    dice = random.Random(7)
    clauses = [
        clause(f"{number}", f"{number}.", "", "".join(dice.choices(SIGNS, k=dice.randint(0, 80))))
        for number in range(1, 400)
    ]
    opened(world, clauses=clauses, duties=[], amounts=[], percentages=[])
    texts = dict(SearchRow.objects.order_by("pk").values_list("pk", "words"))
    assert len(texts) == 400
    queries = ["".join(dice.choices(SIGNS, k=length)) for length in (1, 2, 3, 8) for _ in range(40)]
    queries += ["专业镇 政策", "5g 年", "没有这个词", "%", "_", "\\", "'", '"', "*", "(2024)"]
    for query in queries:
        words = words_of(query)
        if words:
            wanted = {pk for pk, text in texts.items() if all(word in text for word in words)}
            assert set(found_rows(words).order_by("pk").values_list("pk", flat=True)) == wanted, query


@pytest.mark.both
@pytest.mark.django_db
def test_only_what_is_open_and_newest_is_found(world: World) -> None:
    old = opened(world)
    assert {row.version for row in found_rows(["上台阶"])} == {old}
    new = opened(world, policy=old.policy, title="试验市支持陶器专业镇若干措施（修订）")
    assert {row.version for row in found_rows(["上台阶"])} == {new}
    services.withdraw_version(actor=world.director, version=new, comment="有误。")
    assert {row.version for row in found_rows(["上台阶"])} == {old}
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            # The engine's own comparison of index and table; it raises where they differ.
            cursor.execute(
                "INSERT INTO policies_searchindex (policies_searchindex, rank) VALUES ('integrity-check', 1)"
            )


@pytest.mark.django_db
def test_a_number_leads_to_its_document_however_it_is_typed(world: World) -> None:
    version = opened(world)
    for typed in (NUMBER, "试政办发(2024)7号", "试政办发[２０２４]７号", "7号"):
        words = words_of(typed)
        rows = list(found_rows(words))
        assert [row.version for row in rows if row.clause is None] == [version], typed
        shown = next(hit for hit in hits(rows, words) if hit.row.clause is None)
        assert any(is_hit for _, is_hit in shown.words)


@pytest.mark.django_db
def test_anybody_searches_in_two_steps(world: World, client: Client) -> None:
    version = opened(world)
    page = client.get("/policies/search/", {"q": "首次 企业"}).content.decode()
    assert "<mark>首次</mark>" in page and "<mark>企业</mark>" in page
    assert f'href="/policies/{version.policy_id}/#c-一(一)"' in page
    assert client.get("/policies/search/").status_code == 200
    assert "没有查到" in client.get("/policies/search/", {"q": "\0不存在<b>"}).content.decode()


@pytest.mark.django_db
def test_a_hit_and_a_task_say_whether_their_document_holds(world: World, client: Client) -> None:
    """What lapsed, or was never issued, is found too, and never looks like a rule of today."""
    opened(world, effective_from="2020-01-01", effective_to="2020-12-31", published_on="2020-01-01")
    for address in ("/policies/search/?q=企业", "/policies/units/tasks/?unit=试验市工信局"):
        page = client.get(address).content.decode()
        assert "已失效" in page and ">有效<" not in page
