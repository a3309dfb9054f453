"""A process that holds the embedded servers of a folder, for the tests to kill.

`python -m tests.config.embedded_holder FOLDER`: prints one JSON line when ready, stops on SIGTERM.
"""

import json
import signal
import sys
from pathlib import Path

from config.embedded.errors import EmbeddedError
from config.embedded.servers import Servers


def main() -> None:
    servers = Servers(Path(sys.argv[1]), purpose="a test")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        with servers:
            ready = {
                "database_url": servers.database_url,
                "redis_url": servers.redis_url,
                "pids": {name: process.pid for name, process in servers.processes().items()},
            }
            print(json.dumps(ready), flush=True)
            for line in sys.stdin:
                servers.restart(line.strip())
                print(json.dumps({"restarted": line.strip()}), flush=True)
    except EmbeddedError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
