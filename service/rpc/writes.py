"""What every writing call goes through: permission, the caller's name for it, and the errors of the register."""

import asyncio
import re
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import field
from hashlib import sha256
from typing import Any, TypeVar

from google.protobuf.message import Message

from avtalt.v1 import registry_service_pb2 as messages
from registry.checking import OverlapError
from registry.identifiers import InvalidRecordError, holds_identity_number, is_plain, shown
from registry.outages import RegisterBusyError, RegisterUnreachableError
from registry.overlaps import SplitNeededError
from registry.records import Agreement, Record
from registry.store import AlreadyWritten, NewerRevisionError, RequestIdReusedError, Store, WriteRequest
from registry.structs import struct
from registry.writing import UnknownRecordError, Writing
from service.errors import ErrorReason, ServiceError
from service.register import AnyRegister, Register
from service.rpc.fields import required
from service.rpc.write_reason import write_agreement, write_day

REQUEST_ID = re.compile(r"[A-Za-z0-9-]{8,64}")
UUID = re.compile(r"[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}")
ELEVEN_DIGITS = re.compile(r"[0-9]{11}|(?<![0-9])[0-9]{6}-[0-9]{5}(?![0-9])")
LONGEST_NOTE = 500
MOST_WRITERS = 4
WRITERS = ThreadPoolExecutor(MOST_WRITERS, "writer")
"""Writers wait for each other at the database, so they have threads of their own: reading never waits for them."""
QUOTES = "'\""
Response = TypeVar("Response", bound=Message)


@struct(frozen=True, slots=True)
class Changed:
    """What a write did to agreements other than the one it was about."""

    moved: Sequence[Agreement] = ()
    withdrawn: Sequence[Agreement] = field(default=())


async def in_writing_thread(write: Callable[..., Response], *arguments: Any) -> Response:
    """What `write` gives, without holding up the event loop or those who read."""
    return await asyncio.get_running_loop().run_in_executor(WRITERS, write, *arguments)


class Writes:
    """Where writing calls write to, if they may."""

    def __init__(self, register: AnyRegister, *, allowed: bool) -> None:
        """Write to the store of `register`; a register in memory cannot be written to."""
        self._register = register
        self._allowed = allowed

    def refuse_unless_allowed(self) -> None:
        """Raise the error of a server that takes no writes."""
        self.register  # noqa: B018 - asking for it is the question

    @property
    def register(self) -> Register:
        """The register; raises the error of a server that takes no writes."""
        if not self._allowed or not isinstance(self._register, Register):
            raise ServiceError(ErrorReason.WRITES_NOT_ALLOWED)
        return self._register

    def write(self, request: Any, response: type[Response], change: Callable[[Writing], Changed | None]) -> Response:
        """Do what `change` does as one revision, or get the answer of the same call before."""

        def answer(writing: Writing) -> Response:
            changed = change(writing) or Changed()
            return response(result=write_result(writing, changed))

        content = request.DESCRIPTOR.full_name.encode() + b"\0" + request.SerializeToString(deterministic=True)
        return self.perform(request.write, "write", content, response, answer)

    def perform(
        self,
        options: messages.WriteOptions,
        field: str,
        content: bytes,
        response: type[Response],
        answer: Callable[[Writing], Response],
    ) -> Response:
        """What the function `perform` does on the store of the register, which then answers from it."""
        register = self.register
        made = perform(register.store, options, field, content, response, answer)
        with suppress(RegisterBusyError, RegisterUnreachableError):
            # What was written is written; a register that cannot be read now moves on later.
            register.advance()
        return made


def perform(
    store: Store,
    options: messages.WriteOptions,
    field: str,
    content: bytes,
    response: type[Response],
    answer: Callable[[Writing], Response],
) -> Response:
    """
    Write as one revision what `answer` writes, and give its answer.

    `field` is where the request has the options, and `content` stands for all
    of the request: a call with the same name and content gets the answer of
    the call before.
    """
    note, named = read_note(options.note, field), name_write(options, field, content)
    expected = options.expected_revision if options.HasField("expected_revision") else None
    try:
        with register_errors(field), store.writing(note, request=named, expected_revision=expected) as writing:
            writing.discarded = options.validate_only
            made = answer(writing)
            writing.answer = made.SerializeToString(deterministic=True)
    except AlreadyWritten as done:
        made = response()
        made.ParseFromString(done.answer)
    return made


def name_write(options: messages.WriteOptions, field: str, content: bytes) -> WriteRequest | None:
    """The caller's name for a write and the digest of its content; absent when nothing is to be written."""
    request_id = options.request_id
    if request_id and not _is_name(request_id):
        raise ServiceError(ErrorReason.INVALID_REQUEST_ID, field=f"{field}.request_id")
    if options.validate_only:
        return None
    return WriteRequest(required(f"{field}.request_id", request_id), sha256(content).hexdigest())


def _is_name(request_id: str) -> bool:
    """Whether a text may name a write: any UUID, and what cannot hold an identity number."""
    if UUID.fullmatch(request_id):
        return True
    return bool(REQUEST_ID.fullmatch(request_id)) and not ELEVEN_DIGITS.search(request_id)


def read_note(note: str, field: str) -> str:
    """The note of a write, which stays in the history for good."""
    if not is_plain(note, LONGEST_NOTE) or holds_identity_number(note):
        raise ServiceError(
            ErrorReason.INVALID_RECORD,
            field=f"{field}.note",
            record="Revision",
            problem=f"is longer than {LONGEST_NOTE} characters, or holds control characters or eleven digits, "
            "maybe an identity number",
            remedy="Say it shorter, and without personal information.",
        )
    return note


def write_result(writing: Writing, changed: Changed) -> messages.WriteResult:
    """What a write did, or would do, now that all of it is done."""
    writing.finish()
    result = messages.WriteResult(
        recorded=writing.recorded,
        moved_agreements=[write_agreement(each) for each in changed.moved],
        withdrawn_agreements=[write_agreement(each) for each in changed.withdrawn],
    )
    if not writing.discarded:
        result.revision = writing.revision.number
        result.record_time.FromDatetime(writing.revision.record_time)
    return result


@contextmanager
def register_errors(field: str) -> Iterator[None]:
    """The register's refusals as errors of the contract."""
    try:
        yield
    except OverlapError as error:
        if not isinstance(error.record, Agreement):
            raise
        raise _about_two(ErrorReason.AGREEMENT_OVERLAPS, error.record.agreement_id, error.other) from None
    except InvalidRecordError as error:
        name = record_name(type(error.record), error.record.key)
        raise ServiceError(
            ErrorReason.INVALID_RECORD, field=error.field, record=name, problem=error.problem, remedy=error.remedy
        ) from None
    except UnknownRecordError:
        raise ServiceError(ErrorReason.RECORD_NOT_FOUND, record="The record") from None
    except RequestIdReusedError:
        raise ServiceError(ErrorReason.REQUEST_ID_REUSED, field=f"{field}.request_id") from None
    except NewerRevisionError as error:
        raise ServiceError(
            ErrorReason.NEWER_REVISION,
            field=f"{field}.expected_revision",
            expected=str(error.expected),
            newest=str(error.newest),
        ) from None


def record_name(kind: type[Record], key: tuple[str, ...]) -> str:
    """
    A record as an error names it.

    Each part of the key is shown by itself: two numbers side by side are no
    identity number.

    >>> record_name(Agreement, ("A-1",)), record_name(Agreement, ("01010112345",))
    ("Agreement 'A-1'", "Agreement '(a value with eleven digits or more, not repeated here)'")
    """
    return f"{kind.__name__} '{' '.join(shown(part).strip(QUOTES) for part in key if part)}'"


def would_be_split(agreement_id: str, error: SplitNeededError) -> ServiceError:
    """The error for a correction that would cut another agreement in two."""
    return _about_two(ErrorReason.AGREEMENT_WOULD_BE_SPLIT, agreement_id, error.cut)


def _about_two(reason: ErrorReason, agreement_id: str, other: Agreement) -> ServiceError:
    return ServiceError(
        reason,
        agreement_id=agreement_id,
        other_agreement_id=other.agreement_id,
        first_date=write_day(other.period.first_date),
        last_date=write_day(other.period.last_date),
    )
