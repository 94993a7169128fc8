"""Parquet, which needs what the extra `batch` installs."""

from typing import Any

from service.cli.repricing.phrases import refuse


def load_parquet() -> Any:
    """The modules that read and write it, the second as an attribute of the first; refused with what to install."""
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError:
        raise refuse("NO_PARQUET") from None
    return pyarrow
