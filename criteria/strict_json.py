"""JSON read strictly: exact decimals, no key twice, no NaN, and an error that says where."""

import json
from decimal import Decimal, InvalidOperation
from typing import Any


class JsonError(ValueError):
    """The text is not usable JSON; the message is one Chinese sentence with the line where that is known."""


def loads(text: str | bytes) -> Any:
    """Read one JSON document; numbers with a fraction become Decimal, so nothing is rounded on the way."""
    try:
        decoded = text.decode("utf-8-sig") if isinstance(text, bytes) else text.removeprefix("\ufeff")
        return json.loads(
            decoded, parse_float=Decimal, parse_constant=_no_constant, object_pairs_hook=_no_key_twice
        )
    except JsonError:
        raise
    except json.JSONDecodeError as error:
        raise JsonError(f"第 {error.lineno} 行第 {error.colno} 个字符处不是有效的 JSON 格式。") from error
    except UnicodeDecodeError as error:
        raise JsonError("文件不是 UTF-8 编码，请另存为 UTF-8 后再试。") from error
    except RecursionError as error:
        raise JsonError("内容嵌套过深，无法读取。") from error
    except (ValueError, InvalidOperation) as error:  # thousands of digits, or an exponent of twenty
        raise JsonError("文件中有过长的数字，无法读取。") from error


def _no_constant(name: str) -> Any:
    raise JsonError(f"文件中的“{name}”不是数值，未知的数据请填 null 或不填。")


def _no_key_twice(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        seen: set[str] = set()
        for key, _ in pairs:
            if key in seen:
                raise JsonError(f"“{key[:40]}”出现了两次，请只保留一处。")
            seen.add(key)
    return found
