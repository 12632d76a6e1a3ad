"""``python -m volunteer_portal.embedded start | stop | status | serve``."""

from __future__ import annotations

import sys

from .place import CannotStart, say
from .services import Services


def start(services: Services) -> int:
    """Start the servers, and let them stay until somebody says stop."""
    with services:
        services.keep(yes=True)
    return status(services)


def stop(services: Services) -> int:
    """Stop the servers, unless a command or script/server uses them: then the last one stops them."""
    services.place.prepare()
    services.keep(yes=False)
    if not services.stop_unused():
        say("還有程式在用，等它結束就會停。 In use; they stop when the last user leaves.")
    return 0


def status(services: Services) -> int:
    """Say which servers run; 1 if one does not."""
    running = {server.name: server.is_running() for server in services.servers()}
    for name, runs in running.items():
        say(f"{name}: {'running' if runs else 'stopped'}")
    say(f"{services.place.home}")
    return 0 if all(running.values()) else 1


def main(arguments: list[str]) -> int:
    """Do what the one argument says."""
    commands = {"start": start, "stop": stop, "status": status}
    if len(arguments) != 1 or arguments[0] not in {*commands, "serve"}:
        say(__doc__ or "")
        return 2
    try:
        if arguments == ["serve"]:
            from .supervisor import serve  # noqa: PLC0415 - needs the environment complete

            return serve()
        return commands[arguments[0]](Services())
    except CannotStart as reason:
        say(str(reason))
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
