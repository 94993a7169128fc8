"""The name of a decision: the digest of what was asked and what the answer rests on."""

from hashlib import sha256

ID_LENGTH = 32


def decision_id(claim: bytes, rest: bytes) -> str:
    """
    The name of the decision about a claim, which is given as it is serialized.

    `rest` is the language as the caller wrote it, since it is part of what was
    asked, and the serialized basis.
    """
    return sha256(claim + rest).hexdigest()[:ID_LENGTH]
