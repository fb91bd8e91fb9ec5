"""Who may write to a warehouse on S3: an object that its holder renews, and that ages.

S3 does not know when a process dies, so a lock there runs out: whoever finds one that was not
renewed for a minute takes it over. Age is told by the server's clock alone, so no two machines need
agree on the time.
"""

import logging
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

import msgspec

from warehouse.errors import WarehouseBusy, WarehouseError
from warehouse.remote.objects import Outdated, Seen
from warehouse.remote.working_copy import WorkingCopy

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Terms:
    """How a lease ages.

    Attributes:
        runs_out: Seconds after which a lease that is not renewed is nobody's.
        renewed: Seconds between two renewals; three may fail.
        sleep: Waits so many seconds.
    """

    runs_out: float = 60.0
    renewed: float = 15.0
    sleep: Callable[[float], None] = time.sleep


USUAL = Terms()
POLL = 1.0


class Holder(msgspec.Struct, frozen=True):
    """Who has a lease.

    Attributes:
        who: As others are to read it.
        process: Its process id.
        host: Its machine.
        copy: Name of its working copy; whoever has that one's own lock knows that it is dead.
        renewal: Makes each writing of it another object.
    """

    who: str
    process: int
    host: str
    copy: str
    renewal: str = ""


@dataclass(slots=True)
class _Lease:
    copy: WorkingCopy
    key: str
    holder: Holder
    etag: str = ""
    ended: threading.Event = field(default_factory=threading.Event)

    def write(self, over: str) -> None:
        fresh = msgspec.structs.replace(self.holder, renewal=uuid.uuid4().hex)
        self.etag = self.copy.objects.write(self.key, msgspec.json.encode(fresh), only_over=over)

    def renew(self, terms: Terms) -> None:
        last = time.monotonic()
        while not self.ended.wait(terms.renewed):
            try:
                self.write(self.etag)
                last = time.monotonic()
            except Outdated:
                break  # another has it
            except WarehouseError as error:
                logger.warning("a lease could not be renewed: %s", error)
                if time.monotonic() - last > terms.runs_out:
                    break
        else:
            return
        self.copy.lost.add(self.key)


@contextmanager
def lease(
    copy: WorkingCopy,
    name: str,
    holder: Holder,
    wait: float,
    terms: Terms = USUAL,
) -> Iterator[None]:
    """Hold a lease; it is renewed in the background for as long as this lasts.

    Args:
        copy: The working copy.
        name: What is held, e.g. the slug of a venue.
        holder: Who wants it.
        wait: Seconds to wait for another holder.
        terms: How it ages.

    Raises:
        WarehouseBusy: Another holds it; ``who`` says which.
    """
    held = _Lease(copy, copy.address.key(f"locks/{name}.json"), holder)
    _acquire(held, wait, terms)
    copy.lost.discard(held.key)
    thread = threading.Thread(target=held.renew, args=(terms,), daemon=True)
    thread.start()
    try:
        yield
    finally:
        held.ended.set()
        thread.join()
        if held.key not in copy.lost:
            with suppress(WarehouseError):
                copy.objects.delete([held.key])
        copy.lost.discard(held.key)


def _acquire(held: _Lease, wait: float, terms: Terms) -> None:
    waited, first = 0.0, None
    while True:
        seen = held.copy.objects.seen(held.key)
        if seen is None or _is_free(seen, held.holder, terms.runs_out):
            with suppress(Outdated):
                held.write(seen.etag if seen else "")
                return
        # One that is renewed while we look has a living holder; the others are free within a
        # minute, which is waited for in any case.
        elif waited >= wait and first not in (None, seen.etag):
            raise WarehouseBusy(_named(seen), str(held.copy.address))
        else:
            first = first or seen.etag
        terms.sleep(POLL)
        waited += POLL


def _is_free(seen: Seen, ours: Holder, runs_out: float) -> bool:
    holder = _holder(seen)
    return seen.age.total_seconds() > runs_out or (holder is not None and holder.copy == ours.copy)


def _holder(seen: Seen) -> Holder | None:
    try:
        return msgspec.json.decode(seen.data, type=Holder)
    except msgspec.MsgspecError:
        return None


def _named(seen: Seen) -> str:
    holder = _holder(seen)
    if holder is None:
        return "another process"
    return f"{holder.who} (process {holder.process} on {holder.host})"
