"""The name of a decision: the digest of what was asked and what the answer rests on."""

from hashlib import sha256

ID_LENGTH = 32


class DecisionIds:
    """Names decisions that rest on the same basis and were asked for in the same language."""

    def __init__(self, language_code: str, basis: bytes) -> None:
        """Take the language as the caller wrote it, since it is part of what was asked, and the serialized basis."""
        self._rest = b"\0" + language_code.encode() + b"\0" + basis

    def of(self, claim: bytes) -> str:
        """The name of the decision about a claim, which is given as it is serialized."""
        return sha256(claim + self._rest).hexdigest()[:ID_LENGTH]
