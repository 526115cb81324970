"""The shelves of a store: one a noun, each loaded and put up when it is first reached for.

The window paints its first rows from five of them; a command of the terminal uses one or two.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from desktop.store.abuse import Abuse
    from desktop.store.accounts import Accounts
    from desktop.store.acknowledgements import Acknowledgements
    from desktop.store.attachments import Attachments
    from desktop.store.beginnings import Beginnings
    from desktop.store.browser_answers import BrowserAnswers
    from desktop.store.canned import Canned
    from desktop.store.cases import Cases
    from desktop.store.clocks import Clocks
    from desktop.store.connection import Connection
    from desktop.store.consents import Consents
    from desktop.store.crisis import Crisis
    from desktop.store.customers import Customers
    from desktop.store.deliveries import Deliveries
    from desktop.store.dossier import Dossier
    from desktop.store.draft_files import DraftFiles
    from desktop.store.drafts import Drafts
    from desktop.store.earlier_work import EarlierWork
    from desktop.store.erasure import Erasure
    from desktop.store.export import Export
    from desktop.store.follow_ups import FollowUps
    from desktop.store.hand_overs import HandOvers
    from desktop.store.impostors import Impostors
    from desktop.store.intake import Intake
    from desktop.store.journal import Journal
    from desktop.store.kinship import Kinship
    from desktop.store.knowledge import Knowledge
    from desktop.store.lanes import Lanes
    from desktop.store.moderations import Moderations
    from desktop.store.own_fields import OwnFields
    from desktop.store.people import People
    from desktop.store.playbook_ticks import PlaybookTicks
    from desktop.store.presence import Presence
    from desktop.store.ratings import Ratings
    from desktop.store.redactions import Redactions
    from desktop.store.reminders import Reminders
    from desktop.store.reports import Reports
    from desktop.store.retention import Retention
    from desktop.store.scrubbing import Scrubbing
    from desktop.store.search import Search
    from desktop.store.sent_replies import SentReplies
    from desktop.store.settings import Settings
    from desktop.store.spending import Spending
    from desktop.store.ticket_deeds import TicketDeeds
    from desktop.store.ticket_systems import TicketSystems
    from desktop.store.tickets import Tickets
    from desktop.store.ties import Ties
    from desktop.store.timeline import Timeline
    from desktop.store.trials import Trials
    from desktop.store.upkeep import Upkeep
    from desktop.store.weighing import Weighing


class Shelves:
    """They share one connection and belong to the thread that opened it."""

    def __init__(self, connection: Connection) -> None:
        """Put up nothing yet."""
        self.connection = connection

    @cached_property
    def abuse(self) -> Abuse:
        """What was decided about insults, and whose messages wait apart."""
        from desktop.store.abuse import Abuse

        return Abuse(self.connection, self.journal)

    @cached_property
    def accounts(self) -> Accounts:
        """Connected accounts and their health."""
        from desktop.store.accounts import Accounts

        return Accounts(self.connection, self.journal)

    @cached_property
    def acknowledgements(self) -> Acknowledgements:
        """Who was told when the desk opens."""
        from desktop.store.acknowledgements import Acknowledgements

        return Acknowledgements(self.connection, self.deliveries, self.journal)

    @cached_property
    def attachments(self) -> Attachments:
        """Files that came with messages."""
        from desktop.store.attachments import Attachments

        return Attachments(self.connection)

    @cached_property
    def beginnings(self) -> Beginnings:
        """Conversations that the desk begins."""
        from desktop.store.beginnings import Beginnings

        return Beginnings(self.connection, self.journal, self.people)

    @cached_property
    def browser_answers(self) -> BrowserAnswers:
        """Answers that were given in the browser."""
        from desktop.store.browser_answers import BrowserAnswers

        return BrowserAnswers(self.connection, self.journal)

    @cached_property
    def canned(self) -> Canned:
        """Replies that are kept ready."""
        from desktop.store.canned import Canned

        return Canned(self.connection, self.journal)

    @cached_property
    def cases(self) -> Cases:
        """Cases and what is intended with them."""
        from desktop.store.cases import Cases

        return Cases(self.connection, self.journal)

    @cached_property
    def clocks(self) -> Clocks:
        """When answers are due."""
        from desktop.store.clocks import Clocks

        return Clocks(self.connection)

    @cached_property
    def consents(self) -> Consents:
        """What customers agreed to."""
        from desktop.store.consents import Consents

        return Consents(self.connection, self.journal)

    @cached_property
    def crisis(self) -> Crisis:
        """Surges, and crisis mode."""
        from desktop.store.crisis import Crisis

        return Crisis(self.connection, self.journal)

    @cached_property
    def customers(self) -> Customers:
        """What an agent changes about a customer."""
        from desktop.store.customers import Customers

        return Customers(self.connection, self.journal)

    @cached_property
    def deliveries(self) -> Deliveries:
        """What leaves, and how far it came."""
        from desktop.store.deliveries import Deliveries

        return Deliveries(self.connection, self.journal)

    @cached_property
    def dossier(self) -> Dossier:
        """Everything that is held about a person."""
        from desktop.store.dossier import Dossier

        return Dossier(self.connection)

    @cached_property
    def draft_files(self) -> DraftFiles:
        """Files of what is being written."""
        from desktop.store.draft_files import DraftFiles

        return DraftFiles(self.connection)

    @cached_property
    def drafts(self) -> Drafts:
        """What is being written."""
        from desktop.store.drafts import Drafts

        return Drafts(self.connection, self.draft_files)

    @cached_property
    def earlier_work(self) -> EarlierWork:
        """What was settled before this program knew of it."""
        from desktop.store.earlier_work import EarlierWork

        return EarlierWork(self.connection, self.journal)

    @cached_property
    def erasure(self) -> Erasure:
        """Taking a person away for good."""
        from desktop.store.erasure import Erasure

        return Erasure(self.connection, self.journal)

    @cached_property
    def export(self) -> Export:
        """Everything that was said, row by row."""
        from desktop.store.export import Export

        return Export(self.connection)

    @cached_property
    def follow_ups(self) -> FollowUps:
        """What is asked afterwards, and the answers."""
        from desktop.store.follow_ups import FollowUps

        return FollowUps(self.connection, self.deliveries, self.journal)

    @cached_property
    def hand_overs(self) -> HandOvers:
        """Cases that go on by other means, and what came of it."""
        from desktop.store.hand_overs import HandOvers

        return HandOvers(self.connection, self.journal, self.people, self.ties)

    @cached_property
    def impostors(self) -> Impostors:
        """Who was seen answering in our likeness, and whom we know."""
        from desktop.store.impostors import Impostors

        return Impostors(self.connection, self.journal)

    @cached_property
    def intake(self) -> Intake:
        """What arrives."""
        from desktop.store.intake import Intake

        return Intake(self.connection, self.people, self.deliveries, self.redactions)

    @cached_property
    def journal(self) -> Journal:
        """Who did what, when."""
        from desktop.store.journal import Journal

        return Journal(self.connection)

    @cached_property
    def kinship(self) -> Kinship:
        """Signs that two identities are one person."""
        from desktop.store.kinship import Kinship

        return Kinship(self.connection)

    @cached_property
    def knowledge(self) -> Knowledge:
        """Answers that are worth keeping."""
        from desktop.store.knowledge import Knowledge

        return Knowledge(self.connection, self.journal)

    @cached_property
    def lanes(self) -> Lanes:
        """The inbox's views."""
        from desktop.store.lanes import Lanes

        return Lanes(self.connection)

    @cached_property
    def moderations(self) -> Moderations:
        """What is hidden or deleted on the networks."""
        from desktop.store.moderations import Moderations

        return Moderations(self.connection, self.journal)

    @cached_property
    def own_fields(self) -> OwnFields:
        """What else the desk notes of customers, in fields of its own."""
        from desktop.store.own_fields import OwnFields

        return OwnFields(self.connection, self.journal)

    @cached_property
    def people(self) -> People:
        """Who writes."""
        from desktop.store.people import People

        return People(self.connection)

    @cached_property
    def playbook_ticks(self) -> PlaybookTicks:
        """Steps of playbooks that were done in cases."""
        from desktop.store.playbook_ticks import PlaybookTicks

        return PlaybookTicks(self.connection, self.journal)

    @cached_property
    def presence(self) -> Presence:
        """Who has which case in front."""
        from desktop.store.presence import Presence

        return Presence(self.connection)

    @cached_property
    def reminders(self) -> Reminders:
        """What agents want to come back to."""
        from desktop.store.reminders import Reminders

        return Reminders(self.connection, self.journal)

    @cached_property
    def reports(self) -> Reports:
        """Questions and when they were answered."""
        from desktop.store.reports import Reports

        return Reports(self.connection)

    @cached_property
    def ratings(self) -> Ratings:
        """The marks that customers gave."""
        from desktop.store.ratings import Ratings

        return Ratings(self.connection)

    @cached_property
    def redactions(self) -> Redactions:
        """Values that are covered in messages."""
        from desktop.store.redactions import Redactions

        return Redactions(self.connection, self.journal)

    @cached_property
    def retention(self) -> Retention:
        """How long conversations are kept."""
        from desktop.store.retention import Retention

        return Retention(self.connection, self.journal)

    @cached_property
    def scrubbing(self) -> Scrubbing:
        """Taking deleted words out of the file."""
        from desktop.store.scrubbing import Scrubbing

        return Scrubbing(self.connection, self.upkeep)

    @cached_property
    def search(self) -> Search:
        """Words in messages and names."""
        from desktop.store.search import Search

        return Search(self.connection)

    @cached_property
    def sent(self) -> SentReplies:
        """What was written lately, to try rules and figures on."""
        from desktop.store.sent_replies import SentReplies

        return SentReplies(self.connection)

    @cached_property
    def settings(self) -> Settings:
        """What was chosen."""
        from desktop.store.settings import Settings

        return Settings(self.connection)

    @cached_property
    def spending(self) -> Spending:
        """What each network charged, and what is left of a budget."""
        from desktop.store.spending import Spending

        return Spending(self.connection)

    @cached_property
    def ticket_deeds(self) -> TicketDeeds:
        """What is wanted of tickets."""
        from desktop.store.ticket_deeds import TicketDeeds

        return TicketDeeds(self.connection, self.journal)

    @cached_property
    def ticket_systems(self) -> TicketSystems:
        """Connected ticket systems."""
        from desktop.store.ticket_systems import TicketSystems

        return TicketSystems(self.connection, self.journal)

    @cached_property
    def tickets(self) -> Tickets:
        """Tickets that cases are tied to."""
        from desktop.store.tickets import Tickets

        return Tickets(self.connection, self.journal)

    @cached_property
    def ties(self) -> Ties:
        """Which identities are one person."""
        from desktop.store.ties import Ties

        return Ties(self.connection, self.journal)

    @cached_property
    def timeline(self) -> Timeline:
        """A case's messages and notes in order."""
        from desktop.store.timeline import Timeline

        return Timeline(self.connection, self.attachments, self.journal, self.moderations)

    @cached_property
    def trials(self) -> Trials:
        """Self-tests."""
        from desktop.store.trials import Trials

        return Trials(self.connection)

    @cached_property
    def upkeep(self) -> Upkeep:
        """The upkeep of the search index."""
        from desktop.store.upkeep import Upkeep

        return Upkeep(self.connection)

    @cached_property
    def weighing(self) -> Weighing:
        """What priorities follow from, and priorities given anew."""
        from desktop.store.weighing import Weighing

        return Weighing(self.connection, self.people)
