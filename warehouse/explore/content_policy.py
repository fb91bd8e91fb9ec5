"""What a content security policy calls a script or style that stands in the page itself."""

import base64
from hashlib import sha256


def source_hash(text: str) -> str:
    """The name by which a policy allows exactly this text (CSP level 3, ``hash-source``)."""
    return "sha256-" + base64.b64encode(sha256(text.encode()).digest()).decode()
