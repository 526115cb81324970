"""Asking: which data words of one sentence are asked for, by reading it once from left to right in one language.

A phrase that asks ("could you send us") reaches over what follows it. A negation before it, an aside ("if", "so that")
after it, or a preposition before the data word takes the reach away; data words joined by "and" or commas share one
answer. What is left without an answer may still be asked for by a later "send it to us".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from desktop.guardrails.privacy.lexicon import Ask, DataNoun, Label, Need, Query, Role, Style
from desktop.guardrails.privacy.phrases import Match
from desktop.guardrails.privacy.surroundings import Surroundings
from desktop.guardrails.privacy.words import Sentence

_NEGATION_REACHES = 7  # words from a negation to the phrase it denies
_QUESTION_REACHES = 5  # words from "what is" to the data word
_SHORT = 14  # words of a request without any verb: "Your IBAN and e-mail, please?"


@dataclass(frozen=True, slots=True)
class Said:
    """A data word of a sentence, with its span in the folded text."""

    label: DataNoun | Query
    start: int
    end: int


@dataclass(slots=True)
class Group:
    """Data words said in one breath, which share one answer: True asked for, False not, None nobody said yet."""

    said: list[Said]
    first: int
    past: int
    asked: bool | None = None
    denied: bool = False
    owned: bool = False
    to_us: bool = True
    reached_over: int | None = None  # where the words between the asking phrase and this group begin
    by_form: bool = False  # through a form, an app: not in the reply
    private: bool = False


@dataclass(frozen=True, slots=True)
class Ways:
    """How a sentence, in any language, says that the answer should come."""

    private: bool = False
    public: bool = False


@dataclass(slots=True)
class _Reach:
    """The phrase that asks, and what has happened to its reach since."""

    ask: Ask
    past: int
    denied: bool
    by_form: bool
    hushed: bool = False  # a negation came after it
    aside: bool = False


@dataclass(slots=True)
class Hearing:
    """One sentence being read in one language. `home`: the text is (also) written in that language."""

    sentence: Sentence
    matches: Sequence[Match[Label]]
    fillers: frozenset[str]
    home: bool
    ways: Ways
    earlier: Sequence[Group] = ()
    groups: list[Group] = field(default_factory=list)
    _reach: _Reach | None = None
    _negation: int | None = None  # the last word of the clause's latest negation
    _form: bool = False  # the clause has named a form or an app

    def hear(self) -> list[Group]:
        """Return the sentence's groups of data words, each with its answer. May answer `earlier` groups too."""
        around = Surroundings(self.sentence, self.matches, self.fillers)
        pauses = iter(self.sentence.pauses)
        pause = next(pauses, None)
        for match in self.matches:
            if pause is not None and pause <= match.first:
                self._new_clause()
            while pause is not None and pause <= match.first:
                pause = next(pauses, None)
            self._take(match, around)
        self._answer_the_rest(around)
        return self.groups

    def _new_clause(self) -> None:
        """Forget what held for one clause only."""
        self._negation = None
        self._form = False
        if self._reach is not None:
            self._reach.aside = self._reach.hushed = False

    def _take(self, match: Match[Label], around: Surroundings) -> None:
        """Let a phrase do what it stands for."""
        for label in match.labels:
            if isinstance(label, Ask):
                self._on_ask(match, label, around)
            elif isinstance(label, DataNoun):
                self._on_noun(match, label, around)
            elif isinstance(label, Query):
                self._on_query(match, label, around)
            else:
                self._on_role(match, label, around)

    def _on_role(self, match: Match[Label], role: Role, around: Surroundings) -> None:
        reach = self._reach
        if role is Role.NEGATION:
            self._negation = match.past
            if reach is not None:
                reach.hushed = True
        elif role is Role.AND:
            self._negation = None
        elif role is Role.BUT:
            self._negation = None
            if reach is not None:
                reach.denied = reach.hushed = False
        elif role is Role.ASIDE and reach is not None:
            reach.aside = True
        elif role is Role.ELSEWHERE:
            self._form = True
        elif role is Role.COMPANION:
            self._on_companion(match, around)

    def _on_ask(self, match: Match[Label], ask: Ask, around: Surroundings) -> None:
        if not (self.home or (ask.to_us and not ask.opening)):
            return
        if ask.opening and not around.opens_clause(match.first):
            return
        denied = self._negation is not None and match.first - self._negation < _NEGATION_REACHES
        self._reach = _Reach(ask, match.past, denied, self._form)
        if ask.back and not denied:
            self._ask_back()
        elif ask.style is Style.QUESTION and not denied and self._just_named(match.first):
            self.groups[-1].asked = True

    def _just_named(self, first: int) -> bool:
        """Return whether the words before a question name the data: "your IBAN, what is it"."""
        return bool(self.groups) and self.groups[-1].past == first and self.groups[-1].asked is None

    def _ask_back(self) -> None:
        """Answer what was named before: "your IBAN is missing, can you send it to us"."""
        own = [group for group in self.groups if not group.denied]
        for group in own or self.earlier:
            if group.asked is None:
                group.asked = True
            if group.asked:
                group.private = group.private or self._by_private_way()

    def _on_companion(self, match: Match[Label], around: Surroundings) -> None:
        """Open a list with something that is no personal data itself: "name, address and phone"."""
        if not self._joined(match.first, around):
            self.groups.append(Group([], match.first, match.past))
            self._answer_new(around, Need.NOTHING)
        self.groups[-1].past = match.past

    def _on_query(self, match: Match[Label], query: Query, around: Surroundings) -> None:
        reach = self._reach
        asked = self.sentence.asks or (reach is not None and not (reach.denied or reach.hushed))
        of_us = around.follows(Role.OURS, match.past)
        asked = asked and self._negation is None and not of_us
        self.groups.append(Group([self._said(match, query)], match.first, match.past, asked=asked))

    def _on_noun(self, match: Match[Label], noun: DataNoun, around: Surroundings) -> None:
        before = around.before(match.first)
        if before.ours or around.spoilt(match.past, noun.unless):
            return
        said = self._said(match, noun)
        if self._joined(match.first, around) and not before.away:
            group = self.groups[-1]
            group.said.append(said)
            group.past = match.past
            return
        self.groups.append(Group([said], match.first, match.past, owned=before.owner))
        if noun.which and before.which:
            self._answer_which()
        elif before.away or (before.genitive and noun.need in {Need.GIVING, Need.BESIDE}):
            self.groups[-1].asked = False
        else:
            self._answer_new(around, noun.need)

    def _joined(self, first: int, around: Surroundings) -> bool:
        """Return whether a word goes on the list before it, and that list was asked for or denied as a whole."""
        if not self.groups or not around.only_joining(self.groups[-1].past, first):
            return False
        last = self.groups[-1]
        return bool(last.asked) or last.denied or (last.asked is None and self._reach is None)

    def _answer_which(self) -> None:
        """Answer "which IBAN": asked for in a question, or under a phrase that asks."""
        reach, group = self._reach, self.groups[-1]
        under = reach is not None and not (reach.denied or reach.hushed)
        group.asked = under or (self.sentence.asks and self._negation is None)
        if under and reach is not None:
            group.to_us = reach.ask.to_us

    def _answer_new(self, around: Surroundings, need: Need) -> None:
        """Answer a new group by the phrase that reaches over it, if any."""
        reach, group = self._reach, self.groups[-1]
        if reach is None:
            return
        group.reached_over, group.to_us, group.by_form = reach.past, reach.ask.to_us, reach.by_form or self._form
        if reach.denied or reach.hushed:
            group.asked, group.denied = False, True
        elif reach.aside or not self._style_fits(reach, group, need):
            group.asked = None
        else:
            group.asked = around.has(need, group.first, group.past, reach.past, giving=reach.ask.style is Style.GIVE)

    def _style_fits(self, reach: _Reach, group: Group, need: Need) -> bool:
        """Return whether this kind of asking can be for the group."""
        if reach.ask.style is Style.QUESTION:
            return group.first - reach.past < _QUESTION_REACHES
        return reach.ask.style is not Style.WAIT or need is not Need.GIVING

    def _said(self, match: Match[Label], label: DataNoun | Query) -> Said:
        words = self.sentence.words
        return Said(label, words[match.first].start, words[match.past - 1].end)

    def _answer_the_rest(self, around: Surroundings) -> None:
        """Answer what needs the whole sentence: requests without a verb, "we can't without", the way of the answer."""
        wordless = self._reach is None and self._is_wordless(around)
        stuck = around.any_role(Role.STUCK)
        for group in self.groups:
            missing = stuck and around.lacks(group.first)
            if group.asked is None and (wordless or missing):
                group.asked = True
            if group.asked:
                self._settle_way(group, around)

    def _is_wordless(self, around: Surroundings) -> bool:
        """Return whether the sentence is nothing but data words, politely or as a question."""
        polite = self.sentence.asks or around.any_role(Role.PLEASE)
        return polite and len(self.sentence.words) <= _SHORT and around.only_naming()

    def _settle_way(self, group: Group, around: Surroundings) -> None:
        """Mark what is asked for by a private way; take back what is to be typed into a form."""
        between = group.reached_over is not None and around.any_role(Role.ELSEWHERE, group.reached_over, group.first)
        if group.by_form or between or around.follows(Role.ELSEWHERE, group.past):
            group.asked, group.private = group.to_us, True
        elif self._by_private_way():
            group.private = True

    def _by_private_way(self) -> bool:
        return self.ways.private and not self.ways.public
