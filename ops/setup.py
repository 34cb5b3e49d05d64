"""Make .venv from the pinned requirements; runs under the system's Python, before anything is installed."""

# Read by any Python 3, so that an old one can say in one line what is missing.
import hashlib
import os
import shutil
import subprocess
import sys

NEEDED = (3, 11)
NEWER = ("python3.13", "python3.12", "python3.11")
LOG = os.path.join(".venv", "setup.log")


def main(arguments):
    os.chdir(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    if sys.version_info < NEEDED:
        return use_newer(arguments)
    developing = "--dev" in arguments
    names = ["requirements.txt", "requirements-dev.txt"] if developing else ["requirements.txt"]
    stamp = os.path.join(".venv", "installed-dev" if developing else "installed")
    wanted = fingerprint(names)
    if works() and read(stamp) == wanted:
        return 0
    return install(names[-1], stamp, wanted)


def use_newer(arguments):
    """Hand over to a newer Python that the machine has beside the old one."""
    for name in NEWER:
        path = shutil.which(name)
        if path:
            return subprocess.call([path, os.path.join("ops", "setup.py"), *arguments])
    return refuse(
        "需要 Python 3.11 或更高版本，当前为 %d.%d；装好后运行 make PYTHON=python3.11 …"
        % sys.version_info[:2]
    )


def fingerprint(names):
    digest = hashlib.sha256()
    for name in names:
        with open(name, "rb") as file:
            digest.update(file.read())
    return digest.hexdigest()


def read(path):
    try:
        with open(path, encoding="utf-8") as file:
            return file.read().strip()
    except OSError:
        return ""


def works():
    """A copied or moved .venv may point to a Python that is gone."""
    try:
        return subprocess.call([venv_python(), "-c", ""], stderr=subprocess.DEVNULL) == 0
    except OSError:
        return False


def venv_python():
    return os.path.join(".venv", "bin", "python")


def install(requirements, stamp, wanted):
    print("正在准备运行环境（首次约一分钟，需要联网）……", flush=True)
    if not works():
        made = subprocess.run(
            [sys.executable, "-m", "venv", "--clear", ".venv"],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        if made.returncode:
            return refuse("无法建立虚拟环境：请确认目录可写，并已安装 python3-venv。")
    # Never the pip script: its first line fails on long paths and on paths with a space.
    command = [venv_python(), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    with open(LOG, "ab") as log:
        code = subprocess.call(
            [*command, "--no-warn-script-location", "-r", requirements], stdout=log, stderr=subprocess.STDOUT
        )
    if code:
        return refuse("依赖安装失败：请检查网络或软件源后重试，详情见 %s。" % LOG)
    with open(stamp, "w", encoding="utf-8") as file:
        file.write(wanted)
    return 0


def refuse(sentence):
    print(sentence, file=sys.stderr, flush=True)
    return 1


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
