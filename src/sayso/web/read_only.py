"""The record, opened read-only for the pages."""

import os
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import make_url

from sayso.record import Store

__all__ = ["open_to_read"]


def open_to_read(address: str) -> Store:
    """Open a record read-only, after an older schema of it is migrated."""
    Store(address, create=False).close()
    return Store(_read_only(address), create=False)


def _read_only(address: str) -> str:
    if "://" not in address:
        path = Path(address)
        # A file that may not be written to is opened without locks by the record itself.
        if not (os.access(path, os.W_OK) and os.access(path.absolute().parent, os.W_OK)):
            return address
        return f"sqlite:///file:{quote(str(path.absolute()))}?mode=ro&uri=true"
    url = make_url(address)
    if url.get_backend_name() == "sqlite" or "options" in url.query:
        return address
    read_only = url.update_query_dict({"options": "-c default_transaction_read_only=on"})
    return read_only.render_as_string(hide_password=False)
