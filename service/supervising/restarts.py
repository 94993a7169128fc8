"""How long to wait before a worker that ended by itself gets a successor, and when to give up."""

from dataclasses import dataclass

MOST_DOUBLINGS = 16


@dataclass(frozen=True, slots=True)
class RestartPolicy:
    """
    Pauses that double from one failure to the next.

    A worker that took calls for `calm_seconds` clears what was before it.
    """

    most_failures: int = 5
    first_pause: float = 0.2
    longest_pause: float = 60.0
    calm_seconds: float = 60.0


@dataclass(slots=True)
class Restarts:
    """What became of the workers of one place, one after the other."""

    policy: RestartPolicy = RestartPolicy()
    failures: int = 0

    def ended(self, served_seconds: float | None) -> float:
        """
        Count a worker that ended by itself, and tell the seconds until the next one is started.

        `served_seconds` is how long it took calls; absent when it never did.
        The first one that took calls has a successor at once.
        """
        served = served_seconds is not None
        if served_seconds is not None and served_seconds >= self.policy.calm_seconds:
            self.failures = 0
        self.failures += 1
        if served and self.failures == 1:
            return 0.0
        doubled = min(self.failures - 1, MOST_DOUBLINGS)
        return min(self.policy.first_pause * 2.0**doubled, self.policy.longest_pause)

    @property
    def exhausted(self) -> bool:
        """Whether there is no sense in going on."""
        return self.failures >= self.policy.most_failures
