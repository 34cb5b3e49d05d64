"""A small validator for the part of JSON Schema that kinds use; it answers in Chinese, with the path."""

import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from criteria.errors import StandardError
from criteria.words import listed

Schema = Mapping[str, Any]

POSITIVE: Final[Schema] = {
    "type": "string",
    "pattern": r"(?!0+(\.0+)?$)(0|[1-9]\d{0,11})(\.\d{1,15})?",
    "description": "应为加引号的正数，如“20”或“0.5”",
}
SIGNED: Final[Schema] = {
    "type": "string",
    "pattern": r"-?(0|[1-9]\d{0,11})(\.\d{1,15})?",
    "description": "应为加引号的数字，如“20”或“-0.5”",
}
TEXT: Final[Schema] = {"type": "string", "minLength": 1, "maxLength": 2000}
KEY: Final[Schema] = {
    "type": "string",
    "pattern": r"[a-z][a-z0-9_]{0,63}",
    "description": "应由小写字母、数字和下划线组成",
}

_TYPES: Final[Mapping[str, tuple[Callable[[object], bool], str]]] = {
    "object": (lambda value: isinstance(value, Mapping), "应为一组“名称: 内容”"),
    "array": (lambda value: isinstance(value, list), "应为列表"),
    "string": (lambda value: isinstance(value, str), "应为文字"),
    "integer": (lambda value: isinstance(value, int) and not isinstance(value, bool), "应为整数"),
    "boolean": (lambda value: isinstance(value, bool), "应为 true 或 false"),
}


def words(keys: list[str] | tuple[str, ...] | Mapping[str, str]) -> Schema:
    """The schema of a list of the given keys: at least one, none twice."""
    item = {"type": "string", "enum": list(keys)}
    return {"type": "array", "items": item, "minItems": 1, "uniqueItems": True}


def record(properties: Mapping[str, Schema], optional: tuple[str, ...] = ()) -> Schema:
    """The schema of an object with exactly these keys, of which `optional` may be left out."""
    required = [key for key in properties if key not in optional]
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}


def join(path: str, key: str | int) -> str:
    """Lead one step further: `criteria` and 3 is `criteria[3]`, `params` and `unit` is `params.unit`."""
    if isinstance(key, int):
        return f"{path}[{key}]"
    return f"{path}.{key}" if path else key


def validate(value: object, schema: Schema, path: str) -> None:
    """Hold a value against its schema; raises StandardError with the path of the first thing that is wrong.

    The schema {} accepts anything.
    """
    if "type" not in schema:
        return
    accepts, problem = _TYPES[schema["type"]]
    if not accepts(value):
        raise StandardError(path, f"{problem}。")
    _RULES[schema["type"]](value, schema, path)


def _object(value: Mapping[str, Any], schema: Schema, path: str) -> None:
    properties: Mapping[str, Schema] = schema.get("properties", {})
    for key in schema.get("required", ()):
        if key not in value:
            title = properties[key].get("title")
            raise StandardError(join(path, key), f"缺少“{key}”（{title}）。" if title else f"缺少“{key}”。")
    if len(value) < schema.get("minProperties", 0):
        raise StandardError(path, "不能为空。")
    extra: Any = schema.get("additionalProperties", False)
    for key, member in value.items():
        if key not in properties and extra is False:
            raise StandardError(join(path, key[:40]), f"没有这一项，可用：{listed(list(properties))}。")
        validate(member, properties.get(key, extra), join(path, key))


def _array(value: list[Any], schema: Schema, path: str) -> None:
    if len(value) < schema.get("minItems", 0):
        raise StandardError(path, f"至少要有 {schema['minItems']} 项。")
    for index, member in enumerate(value):
        validate(member, schema["items"], join(path, index))
        if schema.get("uniqueItems") and member in value[:index]:
            raise StandardError(join(path, index), f"“{member}”重复了。")


def _string(value: str, schema: Schema, path: str) -> None:
    if "enum" in schema and value not in schema["enum"]:
        raise StandardError(path, f"“{value[:30]}”不在可选范围内，可选：{listed(schema['enum'])}。")
    if "pattern" in schema and not re.fullmatch(schema["pattern"], value, re.ASCII):
        raise StandardError(path, f"“{value[:30]}”写法不对，{schema['description']}。")
    if not schema.get("minLength", 0) <= len(value.strip()) <= schema.get("maxLength", 10_000):
        raise StandardError(path, "不能为空，也不能过长。")


def _integer(value: int, schema: Schema, path: str) -> None:
    if not schema.get("minimum", value) <= value <= schema.get("maximum", value):
        raise StandardError(path, f"应在 {schema['minimum']} 到 {schema['maximum']} 之间。")


def _anything(value: object, schema: Schema, path: str) -> None:
    """A boolean has nothing further to check."""


_RULES: Final[Mapping[str, Callable[[Any, Schema, str], None]]] = {
    "object": _object,
    "array": _array,
    "string": _string,
    "integer": _integer,
    "boolean": _anything,
}
