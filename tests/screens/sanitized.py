"""What a code host leaves of a notebook: some elements, and no style, class or script."""

import html
import re

import bleach

ELEMENTS = [
    "a", "b", "blockquote", "br", "code", "dd", "del", "details", "div", "dl", "dt", "em", "h1", "h2", "h3", "h4",
    "hr", "i", "img", "kbd", "li", "ol", "p", "pre", "s", "span", "strong", "sub", "summary", "sup", "table", "tbody",
    "td", "tfoot", "th", "thead", "tr", "ul", "wbr",
]  # fmt: skip
ATTRIBUTES = {"a": ["href"], "details": ["open"], "img": ["src", "alt"]}
TERMINAL_COLOUR = re.compile(r"\x1b\[[0-9;]*m")


def page(scenes):
    """scenes: pairs of a scene and the outputs of its cell."""
    sections = "".join(f"<section>{''.join(map(shown, outputs))}</section>" for _, outputs in scenes)
    return f"<!DOCTYPE html><meta charset='utf-8'><body style='font-family:sans-serif;font-size:14px'>{sections}"


def shown(output):
    data = output.get("data", {})
    if "text/html" in data:
        return bleach.clean("".join(data["text/html"]), tags=ELEMENTS, attributes=ATTRIBUTES, strip=True)
    if output["output_type"] == "error":
        text = "\n".join(output["traceback"])
    else:
        text = "".join(output.get("text", data.get("text/plain", "")))
    return f"<pre style='white-space:pre-wrap'>{html.escape(TERMINAL_COLOUR.sub('', text))}</pre>"
