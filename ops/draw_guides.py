"""The pictures of the guides: a demonstration portal of its own, looked at by a browser; `python -m ops.draw_guides`."""

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from playwright.sync_api import Browser, Page, sync_playwright

from ops import chromium
from ops.console import Refused, refuse, say, use_utf8
from ops.pictures import lighten
from ops.place import CLONE

PICTURES = CLONE / "static" / "img" / "guide"
WIDTH = 1366
LARGEST = 60_000
MARGIN = 12.0
# Letters without coloured edges: fewer colours.
GREY_LETTERS = ("--disable-lcd-text",)
PATIENCE_SECONDS = 60.0
SETTINGS = "config.settings.dev"
# Of the demonstration accounts, as the README prints it.
PASSWORD = "zhuanyezhen-2026"  # noqa: S105


@dataclass(frozen=True, slots=True)
class Shot:
    """One picture: who looks where; `ways` are links followed from there, and `part` is what the picture begins with."""

    name: str
    who: str
    path: str
    height: int
    ways: tuple[str, ...] = ()
    part: str = "main"


SHOTS = (
    Shot("public-towns", "", "/towns/", 520),
    Shot("filer-list", "demo-filer", "/applications/", 560),
    Shot(
        "filer-form",
        "demo-filer",
        "/applications/",
        600,
        ("tr:has-text('尚未提交') a", "main a:text-is('填写')"),
    ),
    Shot(
        "filer-check",
        "demo-filer",
        "/applications/",
        620,
        ("tr:has-text('尚未提交') a", "main a:text-is('检查一次')"),
    ),
    Shot("filer-submit", "demo-filer", "/applications/", 520, ("tr:has-text('尚未提交') a",)),
    Shot("unit-people", "demo-unit-admin", "/accounts/unit/", 420),
    Shot("reviewer-queue", "demo-reviewer", "/applications/queue/", 560),
    Shot(
        "reviewer-criterion",
        "demo-reviewer",
        "/applications/queue/?state=reviewing",
        560,
        ("tbody a",),
        "#criterion-4",
    ),
    Shot("director-round", "demo-director", "/applications/rounds/", 560, ("tbody a",)),
    Shot("director-decisions", "demo-director", "/applications/decisions/", 420),
    Shot(
        "registrar-publish",
        "demo-registrar",
        "/applications/decisions/",
        600,
        ("section[aria-labelledby=prepared] tbody a",),
    ),
    Shot("system-users", "demo-admin", "/accounts/users/", 480),
)


def main() -> int:
    """Draw them all anew; 1 with one line when something is in the way."""
    use_utf8()
    try:
        path = chromium.find() or refuse("没有 Chromium：请先安装，或用 CHROMIUM 指明位置。")
        PICTURES.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix="town-guide-") as folder, portal(folder) as address:
            draw(path, address)
    except Refused as refused:
        say(str(refused))
        return 1
    return 0


@contextmanager
def portal(folder: str) -> Iterator[str]:
    """A demonstration portal with a database in that folder; yields its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    environment |= {"VAR_DIR": folder, "DJANGO_SETTINGS_MODULE": SETTINGS, "TOTP_FOR_OFFICES": "false"}
    for command in (["migrate", "--verbosity=0"], ["load_reference"], ["seed_demo"]):
        manage(command, environment)
    # Static files out of their folders, without collecting them: the pictures are among them.
    server = [sys.executable, "manage.py", "runserver", f"127.0.0.1:{port}", "--noreload"]
    with subprocess.Popen(
        server,
        cwd=CLONE,
        env=environment | {"DEBUG": "true"},
        stderr=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
    ) as process:
        try:
            address = f"http://127.0.0.1:{port}"
            wait_for(f"{address}/healthz")
            yield address
        finally:
            process.terminate()


def manage(command: list[str], environment: Mapping[str, str]) -> None:
    """One command of the portal; Refused with what it said when it fails."""
    done = subprocess.run(
        [sys.executable, "manage.py", *command], cwd=CLONE, env=environment, capture_output=True, text=True
    )
    if done.returncode:
        refuse(f"{command[0]} 没有成功：{done.stderr.strip()[-400:]}")


def wait_for(address: str) -> None:
    """Until the portal answers."""
    end = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < end:
        try:
            with urlopen(address, timeout=2):  # noqa: S310
                return
        except (URLError, OSError):
            time.sleep(0.2)
    refuse("演示平台没有启动。")


def draw(path: str, address: str) -> None:
    """Every picture, each person with a browser of their own."""
    sandbox = ["--no-sandbox"] if os.getuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=[*sandbox, *GREY_LETTERS])
        pages: dict[str, Page] = {}
        for shot in SHOTS:
            if shot.who not in pages:
                pages[shot.who] = signed_in(browser, address, shot.who)
            picture = PICTURES / f"{shot.name}.png"
            take(pages[shot.who], address, shot, picture)
            report(picture)
        browser.close()


def signed_in(browser: Browser, address: str, who: str) -> Page:
    """A page of that person; of nobody when `who` is empty."""
    context = browser.new_context(
        viewport={"width": WIDTH, "height": 768},
        locale="zh-CN",
        timezone_id="Asia/Shanghai",
    )
    page = context.new_page()
    if who:
        page.goto(f"{address}/accounts/login/")
        page.fill("[name=username]", who)
        page.fill("[name=password]", PASSWORD)
        page.click("main form button")
        page.wait_for_url("**/workbench/")
    return page


def take(page: Page, address: str, shot: Shot, picture: Path) -> None:
    """Go there and cut out the part, from its left edge to its right one."""
    page.goto(f"{address}{shot.path}")
    for way in shot.ways:
        page.locator(way).first.click()
        page.wait_for_load_state("networkidle")
    box = page.locator(shot.part).first.bounding_box()
    if box is None:
        refuse(f"{shot.name}：页面上没有要画的部分。")
    drawn = page.screenshot(
        full_page=True,
        animations="disabled",
        clip={
            "x": max(box["x"] - MARGIN, 0.0),
            "y": max(box["y"] - MARGIN, 0.0),
            "width": box["width"] + 2 * MARGIN,
            "height": min(box["height"] + 2 * MARGIN, float(shot.height)),
        },
    )
    picture.write_bytes(lighten(drawn))


def report(picture: Path) -> None:
    """One line; a picture that is too heavy for a slow line is refused."""
    size = picture.stat().st_size
    if size > LARGEST:
        refuse(
            f"{picture.name} 有 {size // 1000} kB，超过 {LARGEST // 1000} kB：请在 ops/draw_guides.py 里裁小一点。"
        )
    say(f"{picture.name}　{size // 1000} kB")


if __name__ == "__main__":
    sys.exit(main())
