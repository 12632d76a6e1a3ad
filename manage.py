#!/usr/bin/env python
"""Django's command line. A command that needs the embedded servers finds them running."""

import os
import signal
import sys

# These neither read nor write the database.
WITHOUT_SERVERS = frozenset(
    {
        "collectstatic",
        "compilemessages",
        "describe",
        "diffsettings",
        "findstatic",
        "help",
        "makemessages",
        "policy",
        "startapp",
        "version",
    }
)


def main(arguments: list[str]) -> None:
    """Run one command, with the servers it needs."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "volunteer_portal.settings.dev")
    from django.core.management import execute_from_command_line  # noqa: PLC0415 - after the settings are named

    from volunteer_portal.embedded import addresses, place  # noqa: PLC0415

    name = arguments[1] if len(arguments) > 1 else "help"
    if name in WITHOUT_SERVERS or name.startswith("-") or {"--help", "-h"} & set(arguments):
        execute_from_command_line(arguments)
        return
    services = addresses.embedded_services()
    if services is None:
        execute_from_command_line(arguments)
        return
    # A plain SIGTERM would end us without leaving the servers as we found them.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        with services:
            execute_from_command_line(arguments)
    except place.CannotStart as reason:
        sys.exit(str(reason))


if __name__ == "__main__":
    main(sys.argv)
