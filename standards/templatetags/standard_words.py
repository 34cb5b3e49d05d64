"""Words about standards that every page says the same way."""

import re

from django import template

register = template.Library()

# 晋政办发〔2022〕80号; what has no number is filed under a key of ours, which means nothing to a reader.
NUMBER = re.compile(r".+〔\d{4}〕.+号")


@register.filter
def document_number(key: str) -> str:
    """The 文号 of a document, or that none is published."""
    return key if NUMBER.fullmatch(key) else "文号未公布"
