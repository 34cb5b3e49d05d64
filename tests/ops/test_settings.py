"""Settings: production refuses to start on half of them; addresses and logs are what they should be."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from config.settings.database import database, sqlite_url
from config.settings.required import https_origins
from ops.check import PRODUCTION

LIMITS = {"statement_timeout_ms": 10_000, "lock_timeout_ms": 5_000}


def python(code: str, tmp_path: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": os.environ["PATH"], "VAR_DIR": str(tmp_path), **PRODUCTION, **variables}
    return subprocess.run(
        [sys.executable, "-c", code], cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True
    )


@pytest.mark.parametrize("name", ["SECRET_KEY", "ALLOWED_HOSTS", "DATABASE_URL", "REDIS_URL"])
def test_production_names_the_variable_that_is_missing(name: str, tmp_path: Path) -> None:
    done = python("import config.settings.prod", tmp_path, **{name: " "})

    assert done.returncode == 1
    assert f"缺少环境变量 {name}：" in done.stderr.splitlines()[-1]


def test_production_refuses_a_short_secret(tmp_path: Path) -> None:
    done = python("import config.settings.prod", tmp_path, SECRET_KEY="short")

    assert "过短" in done.stderr.splitlines()[-1]


def test_production_cannot_be_turned_into_a_demonstration(tmp_path: Path) -> None:
    code = (
        "from config.settings import prod; print(prod.DEMONSTRATION, prod.DEBUG, prod.SESSION_COOKIE_NAME, "
        "prod.CSRF_COOKIE_SECURE, prod.SECURE_HSTS_SECONDS, prod.CSRF_TRUSTED_ORIGINS)"
    )

    done = python(
        code, tmp_path, DEMONSTRATION="true", DEBUG="true", ALLOWED_HOSTS="a.gov.example, .b.example"
    )

    assert done.stdout.split(maxsplit=5) == [
        "False",
        "False",
        "__Host-sessionid",
        "True",
        "31536000",
        "['https://a.gov.example', 'https://*.b.example']\n",
    ]


def test_a_log_line_of_production_is_one_json_object_with_its_chinese(tmp_path: Path) -> None:
    code = (
        "import logging, logging.config, structlog; from config.settings.prod import LOGGING; "
        "logging.config.dictConfig(LOGGING); structlog.get_logger('a').warning('东西\\n坏了', town='演示镇'); "
        "logging.getLogger('b').error('普通 %s', '日志')"
    )

    first, second = map(json.loads, python(code, tmp_path).stdout.splitlines())

    assert first["event"] == "东西\n坏了"
    assert first["town"] == "演示镇"
    assert second["event"] == "普通 日志"
    assert second["level"] == "error"


@pytest.mark.parametrize("folder", ["普通", "有 空格", "100%41+?#"])
def test_an_sqlite_file_may_lie_anywhere(folder: str) -> None:
    path = Path("/srv") / folder / "portal.sqlite3"

    assert database(sqlite_url(path), **LIMITS)["NAME"] == str(path)


def test_pages_on_postgresql_have_limits() -> None:
    there = database("postgres://u:p%40ss@db.example:6432/portal", **LIMITS)

    assert there["PASSWORD"] == "p@ss"
    assert there["OPTIONS"]["options"] == "-c statement_timeout=10000 -c lock_timeout=5000"


@pytest.mark.parametrize("url", ["mysql://u@h/x", "nonsense", "oracle://h"])
def test_another_engine_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="只支持"):
        database(url, **LIMITS)


def test_every_host_may_send_forms_over_https_alone() -> None:
    assert https_origins(["a.example", ".b.example", "*"]) == ["https://a.example", "https://*.b.example"]


def test_keys_of_before_are_still_known_in_production(tmp_path: Path) -> None:
    """A print that was signed with the old key is recognised under the new one, and without the old one it is not."""
    sign = "from core.signatures import codes_of; print(*codes_of('print', '1:a'))"
    where = {"DJANGO_SETTINGS_MODULE": "config.settings.prod"}
    old, new = "o" * 50, "n" * 50

    before = python(sign, tmp_path, **where, SECRET_KEY=old).stdout.split()
    after = python(sign, tmp_path, **where, SECRET_KEY=new, SECRET_KEY_FALLBACKS=f" {old} ,").stdout.split()
    forgotten = python(sign, tmp_path, **where, SECRET_KEY=new).stdout.split()

    assert len(before) == 1 and after[1:] == before
    assert forgotten == after[:1]


def test_production_refuses_a_short_key_of_before(tmp_path: Path) -> None:
    done = python("import config.settings.prod", tmp_path, SECRET_KEY_FALLBACKS=f"{'o' * 50},short")

    assert "SECRET_KEY_FALLBACKS 中有过短的密钥" in done.stderr.splitlines()[-1]
