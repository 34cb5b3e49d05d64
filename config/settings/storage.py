"""Where uploaded files stand, in a folder or in a bucket of an S3-compatible store, and who scans them for viruses."""

import os
import re
from typing import Any

from django.core.exceptions import ImproperlyConfigured

from config.settings.required import required

VARIABLES = {
    "S3_ENDPOINT": "对象存储的地址，例如 https://s3.example.gov.cn",
    "S3_BUCKET": "存放文件的桶，例如 zhuanyezhen",
    "S3_ACCESS_KEY": "访问密钥的编号",
    "S3_SECRET_KEY": "访问密钥",
}
SOCKET = re.compile(r"/.+|[^/\s]+:\d{1,5}")
FOLDER = {"BACKEND": "django.core.files.storage.FileSystemStorage"}


def file_storage() -> dict[str, Any]:
    """Django's default storage; ImproperlyConfigured when only some of the variables are set."""
    if not any(os.environ.get(name, "").strip() for name in VARIABLES):
        return FOLDER
    # Only where a bucket is used: it takes half a second to import.
    from botocore.config import Config

    endpoint, bucket, key, secret = (required(name, hint) for name, hint in VARIABLES.items())
    options = {
        "endpoint_url": endpoint,
        "bucket_name": bucket,
        "access_key": key,
        "secret_key": secret,
        "region_name": os.environ.get("S3_REGION", "").strip() or "us-east-1",
        # The name is the sum of the bytes: the same name is the same content.
        "file_overwrite": True,
        "default_acl": None,
        "querystring_auth": True,
        # A request waits for a store that is away no longer than a person does.
        "client_config": Config(
            s3={"addressing_style": "path"},
            signature_version="s3v4",
            connect_timeout=3,
            read_timeout=20,
            retries={"total_max_attempts": 2},
        ),
    }
    return {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": options}


def clamav_socket() -> str:
    """Where clamd listens, empty where there is none; ImproperlyConfigured for what is no address."""
    address = os.environ.get("CLAMAV_SOCKET", "").strip()
    if address and not SOCKET.fullmatch(address):
        example = "/run/clamav/clamd.ctl 或 10.0.0.7:3310"
        raise ImproperlyConfigured(f"环境变量 CLAMAV_SOCKET 应为 {example}（见 docs/environment.md）")
    return address
