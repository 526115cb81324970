"""What may go wrong in the demo town, for tests: single faults to come, and the odd manners of some real servers."""

from __future__ import annotations

from dataclasses import dataclass, field

from desktop.demo.wire import Request, Response


@dataclass(frozen=True, slots=True)
class Manners:
    """How a server behaves. The defaults are Mastodon's own; real servers differ in each of them."""

    keeps_idempotency: bool = True
    direct_called: str = "direct"
    closes_connections: bool = False
    errors_in_html: bool = False
    streams: bool = True
    sockets: bool = True  # tells of news over WebSockets too
    gives_batches: bool = True
    second_instance_form: bool = True
    searches: bool = True  # posts, not only people
    takes_redirect_lists: bool = True


@dataclass(slots=True)
class Fault:
    """What happens to the next requests that match.

    First comes the `delay` (seconds). With `after` the deed is done before it goes wrong. Then the connection breaks
    (`drops`), or `response` is the answer; without either the answer is the usual one, only late.
    """

    method: str
    path: str  # the beginning of the path
    response: Response | None = None
    after: bool = False
    drops: bool = False
    delay: float = 0.0
    times: int = 1

    def matches(self, request: Request) -> bool:
        """Tell whether a request meets this fault."""
        return self.times > 0 and request.method == self.method and request.path.startswith(self.path)


@dataclass(slots=True)
class Faults:
    """The faults to come, in order."""

    waiting: list[Fault] = field(default_factory=list)

    def add(self, fault: Fault) -> None:
        """Let a fault happen once its request comes."""
        self.waiting.append(fault)

    def taken_by(self, request: Request) -> Fault | None:
        """Return the fault that a request meets, used up by one."""
        for fault in self.waiting:
            if fault.matches(request):
                fault.times -= 1
                return fault
        return None
