"""What never reaches a table: e-mail addresses, and who reviewed."""

import re
from typing import Any

_PLAIN = r"""[^\s@,;:<>()\[\]{"'|/\\%]"""
EMAIL = re.compile(
    rf"(?:\{{[^{{}}@]{{1,200}}\}}|{_PLAIN}{{1,64}})"  # one name, or {several, names}
    rf"(?:@|%40)(?:[^\W_](?:[\w-]{{0,62}})\.){{1,8}}[^\W\d_]{{2,}}"
)
REMOVED = "[removed]"
PEOPLE = {"signatures", "writers", "readers", "nonreaders", "signatories", "members", "tauthor"}
"""Keys under which OpenReview names people and anonymous reviewer groups."""


def without_emails(text: str) -> str:
    """The text with every e-mail address replaced by ``[removed]``.

    >>> without_emails("Mail ada@lab.example or {bo,cy}@lab.example; we report Hits@10.")
    'Mail [removed] or [removed]; we report Hits@10.'
    """
    return EMAIL.sub(REMOVED, text) if "@" in text or "%40" in text else text


def scrubbed(value: Any) -> Any:
    """A JSON value without e-mail addresses and without the names of who signed or reads it."""
    if isinstance(value, str):
        return without_emails(value)
    if isinstance(value, list):
        return [scrubbed(item) for item in value]
    if isinstance(value, dict):
        return {
            without_emails(str(key)): _people(item) if key in PEOPLE else scrubbed(item)
            for key, item in value.items()
        }
    return value


def _people(value: Any) -> Any:
    if isinstance(value, list):
        return [_people(item) for item in value]
    return value if value in ("everyone", None) else REMOVED
