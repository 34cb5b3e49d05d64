"""Static files with a hash in their name, ES module imports included."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class ModuleManifestStorage(CompressedManifestStaticFilesStorage):
    """Rewrites `import` paths inside modules too, so that every file can be cached for ever."""

    support_js_module_import_aggregation = True
