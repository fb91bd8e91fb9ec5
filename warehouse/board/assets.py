"""The page's own files, read once and served from memory under an address that names their state.

A browser may then keep them for good: a new version has another address. They are thirteen small
files, and asking the disk for each took longer than all the rest of the first paint.
"""

from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response

_TYPES = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}
_FOREVER = "public, max-age=31536000, immutable"


@dataclass(frozen=True, slots=True)
class Assets:
    """Files by name.

    Attributes:
        files: What they hold.
        version: A word for all of it.
    """

    files: dict[str, bytes]
    version: str

    def serve(self, request: Request) -> Response:
        """One file; 404 for any name that is none of them."""
        name, version = request.path_params["name"], request.path_params["version"]
        content = self.files.get(name)
        if content is None:
            return Response("There is no such file.", 404, media_type="text/plain")
        keep = {"cache-control": _FOREVER} if version == self.version else {}
        return Response(content, media_type=_TYPES[Path(name).suffix], headers=keep)


def assets(folder: Path) -> Assets:
    """The files of a folder that a page may ask for."""
    files = {f.name: f.read_bytes() for f in sorted(folder.iterdir()) if f.suffix in _TYPES}
    digest = blake2b(digest_size=8)
    for name, content in files.items():
        digest.update(name.encode() + b"\0" + content + b"\0")
    return Assets(files, digest.hexdigest())
