"""The document as a whole."""

import json
from typing import Any

from protos.descriptors import Contract
from protos.openapi.elements import Elements
from protos.openapi.operations import Operations
from protos.openapi.schemas import Schemas

DESCRIPTION = """\
Answers before a Norwegian health treatment starts: is it reimbursed, who pays what, and why.

This is the road by HTTP and JSON through `avtalt gateway`. The contract itself is protobuf, and this document is
made from it; gRPC and gRPC-Web are answered at the same address.

* All calls only read, and are safe to repeat.
* Amounts are in øre, whole numbers. An amount that is absent is not known; nothing at all is written as 0.
* A field without a value is left out: empty text, `false`, an empty list, and 0 where the schema has 0 as default.
* A request with a field that does not exist is refused. Answers may get more fields and values in time: let pass
  those that you do not know.
* What is asked with POST has all its fields in the body, and the header `content-type: application/json`.
"""


def openapi(contract: Contract) -> dict[str, Any]:
    """The OpenAPI document of a contract."""
    elements = Elements(contract)
    schemas = Schemas(elements)
    return {
        "openapi": "3.1.0",
        "info": {"title": "avtalt", "version": "v1", "description": DESCRIPTION},
        "servers": [{"url": "/", "description": "Where this document was read, when that is a gateway."}],
        "tags": [
            {"name": service.name, "description": elements.comment(name)} for name, service in elements.services()
        ],
        "paths": Operations(elements, schemas).paths(),
        "components": {"schemas": schemas.all()},
    }


def written(contract: Contract) -> str:
    """The document as it stands in a file."""
    return json.dumps(openapi(contract), ensure_ascii=False, indent=1) + "\n"
