"""Static files: hashed, compressed and kept for ever once collected, and still there when they are not."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class Storage(CompressedManifestStaticFilesStorage):
    """Without `collectstatic` (while developing, say) files are served as they lie, by their own names."""

    support_js_module_import_aggregation = True

    def stored_name(self, name: str) -> str:
        return super().stored_name(name) if self.hashed_files else name
