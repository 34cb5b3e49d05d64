"""Sort keys for Chinese names: pinyin, with the readings that places of 山西 really have."""

from functools import cache

from pypinyin import Style, lazy_pinyin, load_phrases_dict

# pypinyin reads these places as ordinary words; the local reading is what people look for.
READINGS = {
    "长治": "chang zhi",
    "洪洞": "hong tong",
    "繁峙": "fan shi",
    "尧都": "yao du",
    "解州": "hai zhou",
    "太行": "tai hang",
    "长风": "chang feng",
    "长凝": "chang ning",
    "长直": "chang zhi",
    "长畛": "chang zhen",
    "界都": "jie du",
    "三都": "san du",
}


@cache
def _load_readings() -> None:
    load_phrases_dict({word: [[syllable] for syllable in text.split()] for word, text in READINGS.items()})


def sort_key(name: str, *, length: int = 160) -> str:
    """The name in lower-case pinyin without tones or spaces, cut at `length`; other letters stay."""
    _load_readings()
    return "".join(lazy_pinyin(name, style=Style.NORMAL)).lower()[:length]
