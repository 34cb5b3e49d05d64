"""Chromium and a Chinese font: the machine's own, else installed by apt where we may."""

import os
import shutil
import subprocess
from pathlib import Path

from ops.console import say

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MAC = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")


def find() -> str | None:
    """The path of a Chromium or Chrome on this machine."""
    named = [os.environ["CHROMIUM"]] if "CHROMIUM" in os.environ else []
    for name in (*named, *NAMES):
        path = shutil.which(name)
        if path:
            return path
    return str(MAC) if MAC.exists() else None


def has_chinese_font() -> bool:
    """Whether fontconfig knows a font with Chinese characters; without fontconfig nobody can tell."""
    lister = shutil.which("fc-list")
    if lister is None:
        return MAC.exists()
    listed = subprocess.run([lister, ":lang=zh", "family"], capture_output=True, text=True, check=False)
    return bool(listed.stdout.strip())


def provide() -> str:
    """Have both, installing them as root on Debian; empty when all is there, else what is missing, in Chinese."""
    if _complete():
        return ""
    if os.getuid() == 0 and shutil.which("apt-get"):
        _install()
    if find() is None:
        return "没有 Chromium（请安装 chromium）"
    return "" if has_chinese_font() else "没有中文字体（请安装 fonts-noto-cjk）"


def _complete() -> bool:
    return find() is not None and has_chinese_font()


def _install() -> None:
    say("正在安装 Chromium 与中文字体……")
    _apt("update")
    _apt("install", "-y", "--no-install-recommends", "chromium", "fontconfig", "fonts-noto-cjk")


def _apt(*arguments: str) -> None:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", "-qq", *arguments], env=environment, stdout=subprocess.DEVNULL, check=False)
