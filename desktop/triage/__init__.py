"""Arrivals become work: language, class, priority, reasons, the response clock and the case a message belongs to."""

from desktop.triage.assess import Triage
from desktop.triage.clock import AT_RISK_SECONDS, FIRST_REPLY_SECONDS, clock, first_reply_due
from desktop.triage.facts import MessageFacts
from desktop.triage.language import UNKNOWN, LanguageIdentifier
from desktop.triage.leanings import Leanings, LeaningsUnreadable
from desktop.triage.lexicon import Lexicon, LexiconUnreadable
from desktop.triage.line import BadLine, triage_line
from desktop.triage.own_priority import OwnPriority
from desktop.triage.own_priority_file import OwnPriorityFile, OwnPriorityUnreadable, read_own_priority
from desktop.triage.repeats import Earlier, Repeat, Repeats
from desktop.triage.stems import Stems
from desktop.triage.threading import KnownCase, awaits_answer, case_of, plain_subject, reopens
from desktop.triage.weights import Weights, WeightsUnreadable

__all__ = [
    "AT_RISK_SECONDS",
    "FIRST_REPLY_SECONDS",
    "UNKNOWN",
    "BadLine",
    "Earlier",
    "KnownCase",
    "LanguageIdentifier",
    "Leanings",
    "LeaningsUnreadable",
    "Lexicon",
    "LexiconUnreadable",
    "MessageFacts",
    "OwnPriority",
    "OwnPriorityFile",
    "OwnPriorityUnreadable",
    "Repeat",
    "Repeats",
    "Stems",
    "Triage",
    "Weights",
    "WeightsUnreadable",
    "awaits_answer",
    "case_of",
    "clock",
    "first_reply_due",
    "plain_subject",
    "read_own_priority",
    "reopens",
    "triage_line",
]
