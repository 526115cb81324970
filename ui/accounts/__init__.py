"""Connecting an account: the first-run page, the wizard, signing in again, removing.

The wizard and its plans are loaded when they are first asked for: a window with accounts opens without them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ui.accounts.agent_form import AgentForm
from ui.accounts.first_run import FirstRunPage

if TYPE_CHECKING:
    from ui.accounts.budget_dialog import BudgetDialog
    from ui.accounts.budget_presenter import present_budget
    from ui.accounts.budget_row import BudgetRow
    from ui.accounts.listening_dialog import ListeningDialog
    from ui.accounts.plan import FaultWords, Plan, Preparation, SignIn, SignInTools
    from ui.accounts.plans import all_plans
    from ui.accounts.removal import AccountRemoval
    from ui.accounts.wizard import ConnectWizard

__all__ = [
    "AccountRemoval",
    "AgentForm",
    "BudgetDialog",
    "BudgetRow",
    "ConnectWizard",
    "FaultWords",
    "FirstRunPage",
    "ListeningDialog",
    "Plan",
    "Preparation",
    "SignIn",
    "SignInTools",
    "all_plans",
    "present_budget",
]

_HOMES = {
    "AccountRemoval": "removal",
    "BudgetDialog": "budget_dialog",
    "BudgetRow": "budget_row",
    "ConnectWizard": "wizard",
    "ListeningDialog": "listening_dialog",
    "all_plans": "plans",
    "present_budget": "budget_presenter",
}


def __getattr__(name: str) -> Any:
    """Load what is asked for."""
    if name not in __all__:
        raise AttributeError(name)
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_HOMES.get(name, 'plan')}"), name)
