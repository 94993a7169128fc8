"""All peers in one run: rule engines in an environment of their own, which is made when it is missing, and look-ups."""

from subprocess import CalledProcessError

from benchmarks.figures import Figure
from benchmarks.peers import environment, look_ups, rules


def figures() -> list[Figure]:
    """What every peer that can be had takes, and what we take."""
    try:
        environment.make()
    except CalledProcessError:
        print("LEFT OUT: no rule engine was asked, since the peers' environment could not be made; see above.")
        return look_ups.figures()
    return [*rules.figures(), *look_ups.figures()]
