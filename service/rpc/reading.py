"""Opens the register for a call, at the revision and the moment that its ReadOptions ask for."""

import asyncio
from collections.abc import Callable
from datetime import datetime

from avtalt.v1 import basis_pb2
from registry.snapshot import Snapshot
from registry.store import UnknownRevisionError
from registry.tariffs.tariff_set import TariffSet
from service.clock import utc_now
from service.errors import ErrorReason, ServiceError
from service.register import AnyRegister, NothingKnownError, NotReachedError, Register
from service.rpc.context import RULES_VERSION, Context
from service.rpc.fields import LARGEST_INT32, echo_version, read_instant
from service.rpc.lasting import LastingMemory
from service.rpc.shapes.memory import Shapes

WAIT_SECONDS = 2.0


class Reading:
    """What calls are answered from: a register, the tariffs and a clock."""

    def __init__(
        self,
        register: AnyRegister,
        tariffs: TariffSet,
        clock: Callable[[], datetime] = utc_now,
        wait_seconds: float = WAIT_SECONDS,
    ) -> None:
        """Read from `register`; a call that asks for a revision to come waits so long at most."""
        self.register = register
        self.tariffs = tariffs
        self.clock = clock
        self._wait_seconds = wait_seconds
        self._shapes = Shapes()
        self._lasting = LastingMemory(register.snapshot)

    def open(self, read: basis_pb2.ReadOptions | None) -> Context:
        """The context of a call; may wait for the database."""
        if read is None:
            return self._context(self.register.snapshot)
        self._check(read)
        return self._context(self._select(read), read)

    async def open_soon(self, read: basis_pb2.ReadOptions | None) -> Context:
        """The context of a call; the database is waited for in a thread of its own, and only when it is needed."""
        if read is None:
            return self._context(self.register.snapshot)
        self._check(read)
        selection = read.WhichOneof("selection")
        newest = self.register.snapshot
        if (
            selection is None
            or (selection == "at_least_revision" and read.at_least_revision <= newest.revision)
            or (selection == "exact_revision" and read.exact_revision == newest.revision)
        ):
            return self._context(newest, read)
        if selection == "at_least_revision" and isinstance(self.register, Register):
            return self._context(await self._reached(self.register, read.at_least_revision), read)
        return self._context(await asyncio.to_thread(self._select, read), read)

    async def _reached(self, register: Register, revision: int) -> Snapshot:
        """The newest snapshot, as soon as it is not older than `revision`."""
        loop, moved = asyncio.get_running_loop(), asyncio.Event()

        def wake() -> None:
            loop.call_soon_threadsafe(moved.set)

        register.on_advance(wake)
        try:
            async with asyncio.timeout(self._wait_seconds):
                while True:
                    moved.clear()
                    try:
                        return await asyncio.to_thread(register.at_least, revision)
                    except NotReachedError:
                        await moved.wait()
        except TimeoutError:
            raise _not_reached(revision, register.snapshot.revision) from None
        finally:
            register.forget(wake)

    def _select(self, read: basis_pb2.ReadOptions) -> Snapshot:
        """The snapshot of the revision that is asked for."""
        register, field = self.register, f"read.{read.WhichOneof('selection')}"
        try:
            match read.WhichOneof("selection"):
                case "exact_revision":
                    return register.exact(read.exact_revision)
                case "at_least_revision":
                    return register.at_least(read.at_least_revision)
                case "known_at":
                    return register.known_at(read_instant("read.known_at", read.known_at))
                case _:
                    return register.snapshot
        except UnknownRevisionError:
            data = {"revision": str(read.exact_revision), "newest": str(register.snapshot.revision)}
            raise ServiceError(ErrorReason.REVISION_NOT_FOUND, field=field, **data) from None
        except NotReachedError:
            raise _not_reached(read.at_least_revision, register.snapshot.revision) from None
        except NothingKnownError as error:
            first = error.first.isoformat().replace("+00:00", "Z") if error.first else ""
            raise ServiceError(ErrorReason.NOTHING_KNOWN_YET, field=field, first=first) from None

    def _check(self, read: basis_pb2.ReadOptions) -> None:
        """Refuse a basis that cannot be reproduced here."""
        if read.tariff_digest and read.tariff_digest != self.tariffs.digest:
            raise ServiceError(
                ErrorReason.TARIFF_DIGEST_NOT_SERVED,
                field="read.tariff_digest",
                asked=echo_version(read.tariff_digest),
                served=self.tariffs.digest,
            )
        if read.rules_version and read.rules_version != RULES_VERSION:
            raise ServiceError(
                ErrorReason.RULES_VERSION_NOT_SERVED,
                field="read.rules_version",
                asked=echo_version(read.rules_version),
                served=RULES_VERSION,
            )
        if read.exact_revision < 0 or read.at_least_revision < 0:
            raise ServiceError(
                ErrorReason.NUMBER_OUT_OF_RANGE,
                field=f"read.{read.WhichOneof('selection')}",
                least="0",
                most=str(LARGEST_INT32),
            )

    def _context(self, snapshot: Snapshot, read: basis_pb2.ReadOptions | None = None) -> Context:
        """The context of a call that is answered from a snapshot."""
        moment, written = None, None
        if read is not None and read.HasField("evaluated_at"):
            written = read.evaluated_at
            moment = read_instant("read.evaluated_at", written)
        return Context(
            snapshot,
            self.tariffs,
            moment or self.clock(),
            written,
            self.register.store,
            self._shapes,
            self._lasting_of(snapshot),
        )

    def _lasting_of(self, snapshot: Snapshot) -> LastingMemory | None:
        """What calls to the newest register have in common; absent for another one, which is held for nobody's sake."""
        if self._lasting.recorded is snapshot:
            return self._lasting
        if snapshot is not self.register.snapshot:
            return None
        self._lasting = lasting = LastingMemory(snapshot)
        return lasting


def _not_reached(revision: int, newest: int) -> ServiceError:
    return ServiceError(
        ErrorReason.REVISION_NOT_REACHED,
        field="read.at_least_revision",
        revision=str(revision),
        newest=str(newest),
    )
