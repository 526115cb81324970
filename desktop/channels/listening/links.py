"""The address of an item: made whole, without what follows its readers around, and the one name that it has for us."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

_TRACKING = re.compile(
    r"utm_\w+|fbclid|gclid|dclid|gbraid|wbraid|msclkid|yclid|twclid|igshid|igsh|mc_[ce]id|_hs(?:enc|mi)|mkt_tok|xtor|"
    r"ref_?src|ref_?url|cmpid|wt_mc|wt\.mc_id|at_(?:medium|campaign|custom\w*)|ns_\w+|spm|share|_ga|_gl|ocid|rss",
    re.IGNORECASE,
)
_REDIRECTORS = {"www.google.com": ("/url", ("url", "q")), "google.com": ("/url", ("url", "q"))}
_ONE_OF_SEVERAL = re.compile(r"[A-Za-z_/-]{0,20}\d{1,20}")
_WRAPPED = re.compile(r"[\r\n\t]+")
_PORTS = {"http": 80, "https": 443}
_LONGEST = 2_000


def clean_link(address: str, base: str = "") -> str:
    """Return a web address, whole and without tracking parameters; "" if it is none.

    `base` is where a relative one begins. The address in a search engine's own redirect is taken out of it.
    """
    whole = _WRAPPED.sub("", address.strip()).replace(" ", "%20")
    try:
        parts = urlsplit(urljoin(base, whole))
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return ""
    if parts.scheme not in _PORTS or not host or not whole or len(whole) > _LONGEST or not whole.isprintable():
        return ""
    query = parse_qsl(parts.query, keep_blank_values=True)
    path, names = _REDIRECTORS.get(host, ("", ()))
    inner = next((value for name, value in query if name in names and value.startswith("http")), "")
    if path and parts.path == path and inner:
        return clean_link(inner)
    kept = [(name, value) for name, value in query if not _TRACKING.fullmatch(name)]
    place = host.lower() if port in {None, _PORTS[parts.scheme]} else f"{host.lower()}:{port}"
    place = f"[{host}]" if ":" in host and port is None else place
    fragment = parts.fragment if _ONE_OF_SEVERAL.fullmatch(parts.fragment) else ""
    shown = parts.query if len(kept) == len(query) else urlencode(kept)
    return urlunsplit((parts.scheme, place, parts.path, shown, fragment))


def name_of(link: str) -> str:
    """Return the one name of a cleaned link's page: the same with or without "www.", http, a last slash, another order.

    The fragment stays where it numbers one of several posts on a page ("#post-17").
    """
    parts = urlsplit(link)
    query = urlencode(sorted(parse_qsl(parts.query, keep_blank_values=True)))
    place = parts.netloc.removeprefix("www.")
    return urlunsplit(("https", place, parts.path.rstrip("/"), query, parts.fragment))


def host_of(link: str) -> str:
    """Return the site of a link: "paper.example"."""
    return (urlsplit(link).hostname or "").removeprefix("www.")
