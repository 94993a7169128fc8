"""What a database can do to a caller that is nobody's mistake, in a module that loads none."""


class RegisterBusyError(TimeoutError):
    """Another writer held the register for longer than a writer waits; trying again is safe."""


class RegisterUnreachableError(ConnectionError):
    """The database cannot be reached, or the connection was lost; trying again is safe."""
