"""Connecting an account: the first-run page, the wizard, signing in again, removing."""

from ui.accounts.agent_form import AgentForm
from ui.accounts.first_run import FirstRunPage
from ui.accounts.plan import FaultWords, Plan, Preparation, SignIn, SignInTools
from ui.accounts.plans import all_plans
from ui.accounts.removal import AccountRemoval
from ui.accounts.wizard import ConnectWizard

__all__ = [
    "AccountRemoval",
    "AgentForm",
    "ConnectWizard",
    "FaultWords",
    "FirstRunPage",
    "Plan",
    "Preparation",
    "SignIn",
    "SignInTools",
    "all_plans",
]
