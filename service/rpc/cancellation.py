"""How long before its start an appointment was cancelled, in Norwegian time."""

from datetime import UTC, date, datetime, time

from google.protobuf.timestamp_pb2 import Timestamp

from service.norwegian_time import NORWAY
from service.pricing.claim import Cancellation
from service.rpc.fields import read_instant

WHOLE_DAY = (time.min, time.max.replace(second=0, microsecond=0))


def read_cancellation(field: str, moment: Timestamp, day: date, start: time | None) -> Cancellation:
    """
    How early an appointment on a day was cancelled, counted in hours as they pass.

    Without a start it may begin in any minute of the day.
    """
    cancelled = read_instant(field, moment)
    times = WHOLE_DAY if start is None else (start,)
    notices = [instant - cancelled for local in times for instant in _instants(day, local)]
    return Cancellation(min(notices), max(notices))


def _instants(day: date, local: time) -> tuple[datetime, datetime]:
    """The moments that a clock in Norway shows a time; two when the clocks are turned back over it."""
    first, second = (datetime.combine(day, local, NORWAY).replace(fold=fold) for fold in (0, 1))
    return first.astimezone(UTC), second.astimezone(UTC)
