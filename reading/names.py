"""Names of people and words for posts, as far as a reader must tell one from the other."""

import re
from typing import Final

from reading.lines import is_han

# Family names of one character, by how often they are met; a name beginning otherwise is only a doubt.
_SURNAMES: Final = frozenset(
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔"
    "贺赖龚文庞樊兰殷施陶洪翟安颜倪严牛温芦季俞章鲁葛伍韦申尤毕聂丛焦向柳邢路岳齐沿梅莫庄辛管祝左涂谷祁时舒耿牟卜肖詹关苗凌费纪靳盛童欧甄项曲成游阳裴席卫查屈鲍位覃霍翁隋植甘景薄单包司柏宁柯阮桂闵解"
    "强柴华车冉房边辜吉饶刁瞿戚丘古米池滕晋苑邬臧畅宫来嵺苟全褚廉简娄盖符奚木穆党燕郎邸冀谈姬屠连郜晏栾郁商蒙计喻揭窦迟宇敖糜鄢冷卓花仇艾蓝都巩稽井练仲乐虞卞封竺冼原官衣楚佟栗匡宗应台巫鞠僧桑荆谌银"
    "扬明沙伏岑习胥保和蔺水云昌凤酆皮元平咸戈宣贲杭诸钮弓牧隗山仝贠储员芮羿汲邴松富乌巴蓬郗班仰秋伊暴厉戎祖束幸韶蓟溥印怀蒲邰从鄂索籍阴能苍双闻莘贡劳逄扶堵宰雍却璩濮寿通扈郏浦尚农别充慕茹宦鱼容慎庾"
    "终暨居衡步满弘国寇广禄阙东沃利蔚越夔隆师厍晁勾融訾阚那空毋乜养须丰巢蒯相后红权逯亓楼付代闫钞撖药郄"
)
_DOUBLE: Final = frozenset(
    re.findall("..", "欧阳司马上官诸葛东方皇甫尉迟公孙慕容令狐宇文长孙司徒夏侯端木呼延南宫西门独孤拓跋")
)
# How posts end: 局长, 主任, 书记, 主席, 委员 … 管理 is the middle of one, 经理 its end.
_POST_ENDS: Final = ("长", "任", "记", "席", "员", "监", "师", "官", "督", "使", "人", "经理", "助理", "政委", "总工")  # fmt: skip
_BRACKETS: Final = {"(": ")", "（": "）", "〔": "〕", "[": "]", "【": "】"}


def begins_with_a_surname(name: str) -> bool:
    """Whether the first character, or two, is a family name that we know."""
    return name[:1] in _SURNAMES or name[:2] in _DOUBLE


def is_double_surname(name: str) -> bool:
    return name in _DOUBLE


def could_be_a_name(text: str) -> bool:
    """Two to four Chinese characters, or longer with the dot of names in other languages."""
    if "·" in text or "•" in text:
        return len(text) <= 20 and is_han(text.replace("·", "").replace("•", ""))
    return 2 <= len(text) <= 4 and is_han(text)


def is_whole_post(post: str) -> bool:
    """Whether a post ends where posts end; a bracket behind it, (兼) or (主任), does not count."""
    bare = post.rstrip()
    while bare and bare[-1] in ")）〕]】":
        cut = max(bare.rfind(opening) for opening in _BRACKETS)
        if cut < 0:
            return False
        bare = bare[:cut].rstrip()
    return bare.endswith(_POST_ENDS)


def has_open_bracket(text: str) -> bool:
    """Whether a bracket is opened and not shut."""
    opened = sum(text.count(mark) for mark in _BRACKETS)
    return opened > sum(text.count(mark) for mark in _BRACKETS.values())
