"""Which bytes are still wanted."""

from django.db.models import Exists, OuterRef, QuerySet

from files.models import Blob, FileVersion


def blobs_in_use() -> QuerySet[Blob]:
    """Bytes of files that somebody may still read; those of discarded files may be gone already."""
    versions = FileVersion.objects.filter(blob=OuterRef("pk"), stored_file__discarded_at=None)
    return Blob.objects.filter(Exists(versions))
