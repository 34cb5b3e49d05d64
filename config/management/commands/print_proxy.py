"""The part of an nginx configuration that must agree with the settings."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from files.limits import request_limit_mb

SNIPPET = """\
# 由 python manage.py print_proxy 按 UPLOAD_LIMIT_MB={limit} 生成；改了上限就重新生成，放进站点的 server {{ … }}。
client_max_body_size {request}m;
# 慢线路上传大文件时，先由代理收齐再交给平台，不占用平台的线程。
proxy_request_buffering on;
client_body_timeout 120s;
proxy_read_timeout 120s;

location / {{
    proxy_pass http://127.0.0.1:8000;
    proxy_set_header Host $host;
    proxy_set_header X-Real-IP $remote_addr;
    proxy_set_header X-Forwarded-Proto $scheme;
}}
"""


def snippet() -> str:
    """With the limits of these settings."""
    return SNIPPET.format(limit=settings.UPLOAD_LIMIT_MB, request=request_limit_mb())


class Command(BaseCommand):
    help = "打印前置代理（nginx）中必须与平台设置一致的部分。"
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(snippet(), ending="")
