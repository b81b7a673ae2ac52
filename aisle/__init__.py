"""What every process of `.venv` shares: settings, logging and the rules of time zones."""

from aisle.zones import use_pinned_zone_data

use_pinned_zone_data()  # on import, so that no process, command or test can forget it
