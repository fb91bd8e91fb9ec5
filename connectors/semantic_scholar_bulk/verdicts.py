"""What the store of the files answers: it speaks XML, knows no key, and forgets its links."""

from connectors.errors import ConnectorError, Refused, SourceChanged
from connectors.transport.verdicts import Answer, Verdict, busy


class LinkEnded(ConnectorError):
    """The link is not valid any more: list the files again, and go on under the new one."""


def judge(answer: Answer) -> Verdict:
    """None for a part of a file, and for 416: it has no bytes at that place."""
    request = answer.request
    if answer.status in {200, 206, 416}:
        return None
    if trouble := busy(answer):
        return trouble
    if answer.status in {400, 403}:
        # S3 says ExpiredToken with 400, AccessDenied and "Request has expired" with 403.
        return LinkEnded(f"{request}: the link has ended: ask for the files again", request)
    if answer.status == 404:
        return Refused(f"{request}: the file is gone: take another release", request)
    return SourceChanged(
        f"{request}: the store answers {answer.status}, which it is not known to: look at the "
        "network between, and run again",
        request,
    )
