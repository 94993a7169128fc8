"""The methods of the contract, found in its descriptors, so that asking for one loads nothing of what answers it."""

import pkgutil
from functools import cache
from importlib import import_module
from types import ModuleType

from google.protobuf.descriptor import MethodDescriptor

from avtalt import v1


@cache
def service_files() -> tuple[ModuleType, ...]:
    """The modules of the contract that define services."""
    names = sorted(module.name for module in pkgutil.iter_modules(v1.__path__) if module.name.endswith("_service_pb2"))
    return tuple(import_module(f"{v1.__name__}.{name}") for name in names)


def find_method(name: str) -> MethodDescriptor:
    """A method by its short name, which no two services share."""
    return _methods()[name]


@cache
def _methods() -> dict[str, MethodDescriptor]:
    return {
        method.name: method
        for file in service_files()
        for service in file.DESCRIPTOR.services_by_name.values()
        for method in service.methods
    }
