"""Storing files, taking them in piece by piece, having them scanned, and finding out whether they are still whole."""

from files.services.checking import check_blobs, open_version
from files.services.scanning import ask_for_scan, rescan_blobs, scan_blob, sweep_scans
from files.services.storing import GRACE_SECONDS, store_file, sweep_blobs
from files.services.taking import Taken, take_in
from files.services.uploading import Moved, append_chunk, begin_upload, cancel_upload, sweep_uploads

__all__ = [
    "GRACE_SECONDS",
    "Moved",
    "Taken",
    "append_chunk",
    "ask_for_scan",
    "begin_upload",
    "cancel_upload",
    "check_blobs",
    "open_version",
    "rescan_blobs",
    "scan_blob",
    "store_file",
    "sweep_blobs",
    "sweep_scans",
    "sweep_uploads",
    "take_in",
]
