"""The mail server out of one variable: complete, or refused at once with the cure."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from config.settings.mail import mail
from ops.check import PRODUCTION

COMPLETE = {
    "EMAIL_URL": "smtp+ssl://portal%40example.com:s%23cret@mail.example.com:465",
    "EMAIL_FROM": "portal@example.com",
    "SITE_URL": "https://portal.example",
}
SHOW = (
    "from config.settings import prod; print(prod.MAIL_IS_CONFIGURED, getattr(prod, 'EMAIL_HOST', '-'), "
    "getattr(prod, 'DEFAULT_FROM_EMAIL', '-'), prod.SITE_URL or '-')"
)


def production(tmp_path: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": os.environ["PATH"], "VAR_DIR": str(tmp_path), **PRODUCTION, **variables}
    return subprocess.run(
        [sys.executable, "-c", SHOW], cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True
    )


def test_an_address_becomes_the_settings_of_a_mail_server() -> None:
    found = mail(COMPLETE["EMAIL_URL"])
    assert found["EMAIL_HOST_USER"] == "portal@example.com"
    assert found["EMAIL_HOST_PASSWORD"] == "s#cret"
    assert (found["EMAIL_HOST"], found["EMAIL_PORT"], found["EMAIL_USE_SSL"]) == (
        "mail.example.com",
        465,
        True,
    )
    assert mail("consolemail://")["EMAIL_BACKEND"].endswith("console.EmailBackend")


@pytest.mark.parametrize("url", ["mail.example.com", "http://mail.example.com", "smtp://mail.example.com:x"])
def test_what_is_no_mail_server_is_refused_with_an_example(url: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=r"EMAIL_URL.*smtp"):
        mail(url)


def test_without_a_mail_server_nothing_else_is_asked_for(tmp_path: Path) -> None:
    assert production(tmp_path).stdout.split() == ["False", "-", "-", "-"]


def test_production_with_mail_is_complete(tmp_path: Path) -> None:
    shown = production(tmp_path, **COMPLETE).stdout.split()
    assert shown == ["True", "mail.example.com", "portal@example.com", "https://portal.example"]


@pytest.mark.parametrize("name", ["EMAIL_FROM", "SITE_URL"])
def test_half_a_mail_server_is_refused(name: str, tmp_path: Path) -> None:
    done = production(tmp_path, **{**COMPLETE, name: ""})
    assert done.returncode == 1
    assert f"缺少环境变量 {name}：" in done.stderr.splitlines()[-1]
