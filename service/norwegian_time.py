"""The time that clocks in Norway show."""

from zoneinfo import ZoneInfo

NORWAY = ZoneInfo("Europe/Oslo")
