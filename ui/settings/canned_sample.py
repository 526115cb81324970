"""Sample customers for the preview of a canned reply: with a name and without, in hours and out of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

from desktop.composer import Wording, fill, first_name, placeholder_values, variation_for, vary
from desktop.composer.canned import CannedText
from desktop.guardrails import open_periods_on
from desktop.system.resources import resource_path
from ui.composer.canned import CannedChoice, filled_text
from ui.session import Session


@dataclass(frozen=True, slots=True)
class SampleCustomer:
    """Somebody who might write. Made up."""

    name: str
    handle: str
    subject: str


SAMPLES = (
    SampleCustomer("Marta Sanguineti", "@marta.sanguineti", "Doppio addebito"),
    SampleCustomer("Oriol Batet", "@oriolbatet", ""),
    SampleCustomer("luce_93", "@luce_93", ""),
    SampleCustomer("Hannah Whitcombe", "@hannahw", "Moving house"),
)


class SampleDesk:
    """Fills a text for a sample customer as this desk would now."""

    def __init__(self, session: Session) -> None:
        """Share the window's session."""
        self._session = session
        self._wording: Wording | None = None

    @property
    def tz(self) -> tzinfo:
        """The desk's zone."""
        return self._session.tz

    def now(self) -> datetime:
        """Return the time."""
        return self._session.clock()

    def choice(self, uid: str, text: CannedText, customer: SampleCustomer) -> CannedChoice:
        """Return what the picker would show a sample customer's conversation."""
        body = vary(text.body, variation_for(text.body, f"{customer.name}/{uid}"))
        values = self._values(text.language, customer)
        return CannedChoice(uid, "", text.title, text.language, body, filled_text(fill(body, values)), values=values)

    def _values(self, language: str, customer: SampleCustomer) -> dict[str, str]:
        session = self._session
        if self._wording is None:
            self._wording = Wording.load(resource_path("canned"))
        local, hours = session.local_now(), session.hours.of(None)
        opens = session.hours.next_opening(None, session.clock() + timedelta(minutes=1))
        account = next(iter(session.store.accounts.all()), None)
        return placeholder_values(
            first_name=first_name(customer.name),
            customer_name=customer.name,
            customer_handle=customer.handle,
            agent=session.agent,
            account_handle=account.handle if account else "",
            account_name=account.name if account else "",
            case_subject=customer.subject,
            next_opening=self._wording.opening(language, opens.astimezone(session.tz), local.date()) if opens else "",
            today=self._wording.today(language, open_periods_on(hours, local.date())),
        )
