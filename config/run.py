"""`make run`: everything at once, until Ctrl-C."""

import os
import signal
import socket
import sys
from collections.abc import Mapping

from django.core.exceptions import ImproperlyConfigured

from config import environment
from config.embedded.ensure import missing_servers, repository
from config.embedded.errors import EmbeddedError
from config.embedded.processes import end_with_parent
from config.embedded.secrets import sandbox_secrets
from config.embedded.servers import Servers
from config.supervisor.supervisor import Supervisor, ignore_signals

DEFAULT_PORT = 8000


def main() -> int:
    """Exit code 0 after a stop by signal, 1 with a sentence when it cannot run."""
    if "--end-with-parent" in sys.argv[1:]:
        end_with_parent(signal.SIGTERM)
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _leave)
    try:
        _supervisor(os.environ).run()
    except (EmbeddedError, ImproperlyConfigured) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _supervisor(environ: Mapping[str, str]) -> Supervisor:
    environment.mode(environ)  # before anything is started
    host, port = environ.get("HOST") or "127.0.0.1", _port(environ)
    data = environment.data_folder(environ, repository())
    purpose = f"make run, http://{host}:{port}"
    servers = Servers(data, wanted=missing_servers(environ), purpose=purpose)
    servers.refuse_second_start()
    refuse_taken_port(host=host, port=port)
    children = {**_sandbox(environ, sandbox_secrets(data)), "HUANCUI_DATA": str(data)}
    return Supervisor(servers=servers, data=data, environ=children, host=host, port=port)


def _sandbox(environ: Mapping[str, str], generated: Mapping[str, str]) -> dict[str, str]:
    """What the children get: a sandbox with secrets of its own, unless told otherwise."""
    mode = environment.mode(environ)
    defaults = generated if mode == "sandbox" else {}
    given = {name: value for name, value in environ.items() if value}
    return {**defaults, **given, "HUANCUI_MODE": mode, "PYTHONUNBUFFERED": "1"}


def _port(environ: Mapping[str, str]) -> int:
    said = environ.get("PORT") or str(DEFAULT_PORT)
    if not said.isascii() or not said.isdigit() or not 0 < int(said) < 65536:
        raise EmbeddedError(f"PORT is {said!r}; it must be a number from 1 to 65535.")
    return int(said)


def refuse_taken_port(*, host: str, port: int) -> None:
    """Say so before anything is started, rather than in a log afterwards."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise EmbeddedError(
                f"Nothing can listen on {host}:{port} ({error.strerror}). Choose another port: "
                f"make run PORT={port % 65535 + 1}"
            ) from error


def _leave(_number: int, _frame: object) -> None:
    ignore_signals()  # once is enough: stopping has begun
    raise SystemExit(0)


if __name__ == "__main__":
    sys.exit(main())
