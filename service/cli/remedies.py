"""A structured remedy in words."""

from avtalt.v1.reason_pb2 import Remedy, Supplier
from service.texts.catalogue import Catalogue


def remedy_text(remedy: Remedy, texts: Catalogue) -> str:
    """What the caller can do, in the language of the texts."""
    kind: str = remedy.WhichOneof("change") or ""
    change = getattr(remedy, kind)
    data = {field.name: str(value) for field, value in change.ListFields() if not field.is_repeated}
    if kind == "supply_fact":
        data["supplier"] = Supplier.Name(change.supplier)
        if change.candidates:
            data["candidates"] = ", ".join(change.candidates)
            kind = "supply_one_of"
    return texts.say("remedies", kind.upper(), data)
