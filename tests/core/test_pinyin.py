"""Names sort as people of 山西 read them."""

import pytest

from core.pinyin import sort_key


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("长治市", "changzhishi"),
        ("长子县", "zhangzixian"),
        ("洪洞县", "hongtongxian"),
        ("繁峙县", "fanshixian"),
        ("尧都区", "yaoduqu"),
        ("解州镇", "haizhouzhen"),
        ("隰县", "xixian"),
        ("朔城区", "shuochengqu"),
        ("岢岚县", "kelanxian"),
        ("娄烦县", "loufanxian"),
        ("芮城县", "ruichengxian"),
        ("蒲县", "puxian"),
        ("汾阳市", "fenyangshi"),
        ("浑源县", "hunyuanxian"),
        ("和顺县", "heshunxian"),
        ("静乐县", "jinglexian"),
        ("稷山县", "jishanxian"),
        ("垣曲县", "yuanquxian"),
        ("屯留区", "tunliuqu"),
        ("长治市洪洞", "changzhishihongtong"),
        ("太行西街街道", "taihangxijiejiedao"),
    ],
)
def test_a_place_is_read_as_its_people_read_it(name: str, key: str) -> None:
    assert sort_key(name) == key


def test_what_is_not_chinese_stays_and_the_key_fits_its_column() -> None:
    assert sort_key("演示A镇2") == "yanshiazhen2"
    assert len(sort_key("庄" * 100, length=160)) == 160
