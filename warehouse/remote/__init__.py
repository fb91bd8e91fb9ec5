"""A warehouse on S3, worked on through a folder of this machine that is kept equal to it."""

from warehouse.remote.address import Address
from warehouse.remote.lease import Holder, Terms, lease
from warehouse.remote.objects import Outdated
from warehouse.remote.working_copy import WorkingCopy, make, place_of, working_copy_of

__all__ = [
    "Address",
    "Holder",
    "Outdated",
    "Terms",
    "WorkingCopy",
    "lease",
    "make",
    "place_of",
    "working_copy_of",
]
