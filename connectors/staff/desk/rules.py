"""The desk's rules as the settings have them."""

from aisle.settings import Settings, SettingsError
from commerce.desk.rules import DeskRules


def desk_rules_of(settings: Settings) -> DeskRules:
    """The desk's rules. Raises SettingsError."""
    try:
        return DeskRules.parse(
            settings.desk_hours, settings.desk_holidays, settings.desk_targets, settings.desk_capacity
        )
    except ValueError as wrong:
        raise SettingsError(f"AISLE_DESK_HOURS, _HOLIDAYS or _TARGETS: {wrong}") from None
