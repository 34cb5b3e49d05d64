"""Static files with a hash in their name, ES module imports included."""

import re
from collections.abc import Callable
from typing import Any

from whitenoise.storage import CompressedManifestStaticFilesStorage


class ModuleManifestStorage(CompressedManifestStaticFilesStorage):
    """Rewrites `import` paths inside our own modules too, so that every file can be cached for ever."""

    support_js_module_import_aggregation = True

    def url_converter(
        self, name: str, hashed_files: dict[str, str], template: str | None = None
    ) -> Callable[[re.Match[str]], str]:
        """The function that rewrites one path; scripts out of packages stay as they came.

        Some of those name, in remarks and in bundles, files that the package does not have.
        """
        if name.endswith(".js") and not name.startswith("js/"):
            return _unchanged
        convert: Any = super().url_converter(name, hashed_files, template)
        return convert  # type: ignore[no-any-return]


def _unchanged(match: re.Match[str]) -> str:
    return match.group()
