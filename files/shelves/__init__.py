"""Where bytes stand: a folder of this machine, or a bucket of an S3-compatible store. `files.storage` uses one of them."""
