"""Reading standards: as the engine's specification, as a library of versions, and as words on a page."""

from standards.selectors.specification import categories, compiled, content, content_digest, specification

__all__ = ["categories", "compiled", "content", "content_digest", "specification"]
