"""Text of strangers made harmless for whoever renders it: titles are what their authors like."""

from urllib.parse import quote, urlsplit

_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_MARKDOWN = str.maketrans(
    _ENTITIES | {"|": "&#124;"} | {sign: f"\\{sign}" for sign in "\\`*_{}[]()#+-.!~:@$^="}
)

# Slack's markup begins with "<"; "@everyone" wakes a whole channel unless something parts it; and
# most chats make a link of "[words](address)".
_CHAT = str.maketrans(_ENTITIES | {"@": "@\u200b"})


def plain(text: str) -> str:
    """On one line, without characters that cannot be seen, among them those that turn text."""
    return "".join(sign for sign in " ".join(text.split()) if sign.isprintable())


def markdown(text: str) -> str:
    """Text that Markdown shows as it stands, with or without HTML in it, in a table or not."""
    return plain(text).translate(_MARKDOWN)


def markdown_link(text: str, url: str | None) -> str:
    """The text as a link, if the address is one of the web."""
    if url is None or urlsplit(url).scheme not in {"http", "https"}:
        return markdown(text)
    return f"[{markdown(text)}]({quote(url, safe=':/?&=%~+,;@')})"


def chat(text: str) -> str:
    """Text for a chat, where it neither calls anybody nor links anywhere."""
    return plain(text).translate(_CHAT).replace("](", "] (")
