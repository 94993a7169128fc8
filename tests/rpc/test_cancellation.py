"""How long before its start an appointment was cancelled, as hours pass in Norway."""

from datetime import date, datetime, time, timedelta

import pytest
from google.protobuf.timestamp_pb2 import Timestamp

from service.errors import ErrorReason, ServiceError
from service.rpc.cancellation import read_cancellation
from tests.tables import cases

CANCELLATIONS = cases("""
    case                                    | day        | start | cancelled                 | least   | most
    in winter                               | 2026-01-15 | 10:00 | 2026-01-14T09:00:00+00:00 | 24:00   | 24:00
    in summer                               | 2026-07-15 | 10:00 | 2026-07-14T08:00:00+00:00 | 24:00   | 24:00
    the same clock, clocks forward between  | 2026-03-29 | 10:00 | 2026-03-28T10:00:00+01:00 | 23:00   | 23:00
    the same clock, clocks back between     | 2026-10-25 | 10:00 | 2026-10-24T10:00:00+02:00 | 25:00   | 25:00
    an hour that comes twice                | 2026-10-25 | 02:30 | 2026-10-24T00:30:00+00:00 | 24:00   | 25:00
    an hour that never comes                | 2026-03-29 | 02:30 | 2026-03-28T01:30:00+00:00 | 23:00   | 24:00
    after the start                         | 2026-01-15 | 10:00 | 2026-01-15T10:05:00+01:00 | -0:05   | -0:05
    start not told                          | 2026-01-15 |       | 2026-01-14T00:00:00+01:00 | 24:00   | 47:59
    start not told, on the day              | 2026-01-15 |       | 2026-01-15T12:00:00+01:00 | -12:00  | 11:59
    start not told, clocks back on the day  | 2026-10-25 |       | 2026-10-24T00:00:00+02:00 | 24:00   | 48:59
    midnight in Norway is the day before in UTC | 2026-01-15 | 00:00 | 2026-01-13T23:00:00+00:00 | 24:00 | 24:00
""")


def span(text: str) -> timedelta:
    """Hours and minutes, less than none after the start."""
    hours, minutes = text.removeprefix("-").split(":")
    length = timedelta(hours=int(hours), minutes=int(minutes))
    return -length if text.startswith("-") else length


@pytest.mark.parametrize("cancellation", CANCELLATIONS)
def test_hours_are_counted_as_they_pass_in_norway(cancellation):
    """The least and the most that may have been left, equal when the start is known."""
    moment = Timestamp()
    moment.FromDatetime(datetime.fromisoformat(cancellation["cancelled"]))
    start = time.fromisoformat(cancellation["start"]) if cancellation["start"] else None
    told = read_cancellation("cancelled_at", moment, date.fromisoformat(cancellation["day"]), start)
    assert (told.least, told.most) == (span(cancellation["least"]), span(cancellation["most"]))


def test_a_moment_outside_the_calendar_is_refused():
    """No year that a calendar has, no number of hours."""
    with pytest.raises(ServiceError) as refused:
        read_cancellation("claim.lines[0].charge.cancelled_at", Timestamp(seconds=10**15), date(2026, 9, 15), None)
    assert refused.value.reason is ErrorReason.INVALID_DATE
