"""Which certificates are believed: the operating system's and certifi's, or one company's own file. Never "any"."""

from __future__ import annotations

import ssl


def trusted_context(ca_file: str | None = None) -> ssl.SSLContext:
    """Return a context that verifies certificate and host name, TLS 1.2 or newer.

    `ca_file` is the path of a PEM file that replaces the public authorities (a company's own, a test's own); None
    or "" takes the system's store and certifi's list together, so that a frozen program on any system finds
    one. Raises OSError if the file can't be read.
    """
    if ca_file:
        return ssl.create_default_context(cafile=ca_file)
    import certifi

    context = ssl.create_default_context()
    context.load_verify_locations(cafile=certifi.where())
    return context
