"""The forms that stand on a page, filled as a browser would send them back untouched."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin

BUTTONS = ("submit", "button", "reset", "image")


@dataclass
class Form:
    action: str
    method: str
    values: dict = field(default_factory=dict)

    def put(self, name, value):
        self.values.setdefault(name, []).append(value)


class Reader(HTMLParser):
    """Collects forms with what their fields hold; files stay empty."""

    def __init__(self, address):
        super().__init__()
        self.address, self.forms, self.by_id = address, [], {}
        self.form = self.select = self.text = None

    def handle_starttag(self, tag, attrs):  # noqa: C901 - one branch per element
        a = dict(attrs)
        if tag == "form":
            self.form = Form(urljoin(self.address, a.get("action") or self.address), (a.get("method") or "get").lower())
            self.forms.append(self.form)
        elif self.form is None:
            return
        elif tag == "input" and a.get("name") and a.get("type") not in (*BUTTONS, "file"):
            if a.get("type") not in ("checkbox", "radio") or "checked" in a:
                self.form.put(a["name"], a.get("value") or ("on" if a.get("type") == "checkbox" else ""))
        elif tag == "button" and a.get("name"):
            self.form.put(a["name"], a.get("value") or "")
        elif tag == "select":
            self.select = [a.get("name"), None, None]
        elif tag == "option" and self.select:
            if self.select[1] is None:
                self.select[1] = a.get("value", "")
            if "selected" in a:
                self.select[2] = a.get("value", "")
        elif tag == "textarea":
            self.text = [a.get("name"), ""]

    def handle_data(self, data):
        if self.text:
            self.text[1] += data

    def handle_endtag(self, tag):
        if tag == "form":
            self.form = None
        elif tag == "select" and self.select and self.form is not None:
            name, first, chosen = self.select
            self.form.put(name, chosen if chosen is not None else first or "")
            self.select = None
        elif tag == "textarea" and self.text and self.form is not None:
            self.form.put(*self.text)
            self.text = None


def posted_forms(body, address):
    reader = Reader(address)
    reader.feed(body.decode("utf-8", "replace"))
    return [form for form in reader.forms if form.method == "post"]
