"""When each account is pulled, what is stored of it, and how long to wait when the network fails."""

from desktop.sync.account_loop import AccountLoop
from desktop.sync.account_loops import AccountLoops
from desktop.sync.asked_before import AskedBefore
from desktop.sync.backoff import Backoff
from desktop.sync.campaign_watch import CampaignWatch
from desktop.sync.clock_keeper import ClockKeeper
from desktop.sync.escalator import Escalator, WantedTickets
from desktop.sync.look_out import LookOut
from desktop.sync.pipeline import BATCH, Assessing, ClockSetting, Pipeline
from desktop.sync.reweigher import Reweigher
from desktop.sync.surge_watch import SurgeWatch
from desktop.sync.surge_worker import SurgeWorker
from desktop.sync.upkeep_worker import UpkeepWorker
from desktop.sync.weighing_worker import WeighingWorker

__all__ = [
    "BATCH",
    "AccountLoop",
    "AccountLoops",
    "AskedBefore",
    "Assessing",
    "Backoff",
    "CampaignWatch",
    "ClockKeeper",
    "ClockSetting",
    "Escalator",
    "LookOut",
    "Pipeline",
    "Reweigher",
    "SurgeWatch",
    "SurgeWorker",
    "UpkeepWorker",
    "WantedTickets",
    "WeighingWorker",
]
