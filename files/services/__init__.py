"""Storing files, having them scanned, and finding out whether they are still what they were."""

from files.services.checking import check_blobs, open_version
from files.services.scanning import ask_for_scan, rescan_blobs, scan_blob, sweep_scans
from files.services.storing import GRACE_SECONDS, discard_file, store_file, sweep_blobs

__all__ = [
    "GRACE_SECONDS",
    "ask_for_scan",
    "check_blobs",
    "discard_file",
    "open_version",
    "rescan_blobs",
    "scan_blob",
    "store_file",
    "sweep_blobs",
    "sweep_scans",
]
