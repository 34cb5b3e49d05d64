"""Storing files, taking them in piece by piece, and clearing away what a failed upload left."""

from files.services.storing import store_file, sweep_blobs
from files.services.taking import Taken, take_in
from files.services.uploading import Moved, append_chunk, begin_upload, cancel_upload, sweep_uploads

__all__ = [
    "Moved",
    "Taken",
    "append_chunk",
    "begin_upload",
    "cancel_upload",
    "store_file",
    "sweep_blobs",
    "sweep_uploads",
    "take_in",
]
