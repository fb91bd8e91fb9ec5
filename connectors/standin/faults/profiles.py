"""Profiles of faults: which of them happen, how often, and for how long."""

from typing import Protocol

from connectors.standin.exchange import Answer, Handler, Question


class Profile(Protocol):
    """Decides what becomes of a question: the handler's answer, another, or a spoilt one."""

    def answer(self, question: Question, handler: Handler) -> Answer:
        """The answer that goes out."""


class Faultless:
    """Nothing goes wrong."""

    def answer(self, question: Question, handler: Handler) -> Answer:
        """The handler's answer."""
        return handler(question)


class NoSuchProfileError(ValueError):
    """A name under which there is no profile; the message lists those there are."""


PROFILES = {"none": Faultless}


def profile_named(name: str) -> Profile:
    """A fresh profile of this name.

    Raises:
        NoSuchProfileError: There is none.
    """
    if name not in PROFILES:
        raise NoSuchProfileError(f"no fault profile {name!r}; choose from {', '.join(PROFILES)}")
    return PROFILES[name]()
