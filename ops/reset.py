"""`make demo-reset`: forget the data of this clone, so that the next start begins anew."""

import os
import shutil
import sys

from ops.console import Refused, say, use_utf8
from ops.leftovers import end_leftovers
from ops.place import lock, prepare_place


def main() -> int:
    """Removes the embedded database, queue and uploads; a database named by DATABASE_URL is left alone."""
    use_utf8()
    try:
        place = prepare_place(os.environ)
        with lock(place):
            end_leftovers(place.pids)
            for pattern in ("portal.sqlite3*", "beat-schedule*"):
                for path in place.data.glob(pattern):
                    path.unlink()
            for folder in (place.broker_data, place.data / "media"):
                shutil.rmtree(folder, ignore_errors=True)
    except Refused as refused:
        say(str(refused))
        return 1
    say("演示数据已清空；下次 make run 会重新生成。")
    return 0


if __name__ == "__main__":
    sys.exit(main())
