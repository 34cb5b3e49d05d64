"""Stored files: bytes kept once, what is known about them, the file that people speak of, and its versions."""

from files.models.blobs import Blob, BlobScan
from files.models.stored import LONGEST_NAME, FileVersion, StoredFile

__all__ = ["LONGEST_NAME", "Blob", "BlobScan", "FileVersion", "StoredFile"]
