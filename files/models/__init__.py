"""Stored files: bytes kept once, what is known about them, the file that people speak of, and its versions."""

from files.models.blobs import Blob, BlobCheck, BlobScan
from files.models.stored import LONGEST_NAME, FileVersion, StoredFile
from files.models.uploads import Upload, UploadQuerySet

__all__ = [
    "LONGEST_NAME",
    "Blob",
    "BlobCheck",
    "BlobScan",
    "FileVersion",
    "StoredFile",
    "Upload",
    "UploadQuerySet",
]
