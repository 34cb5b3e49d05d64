"""Which bytes are still wanted."""

from django.db.models import Exists, OuterRef, QuerySet

from files.models import Blob, FileVersion


def blobs_in_use() -> QuerySet[Blob]:
    """Bytes that a file names which was not discarded; those of discarded files alone may be gone already."""
    versions = FileVersion.objects.filter(blob=OuterRef("pk"))
    # A row that no version names yet is being written at this moment.
    return Blob.objects.filter(Exists(versions.filter(stored_file__discarded_at=None)) | ~Exists(versions))
