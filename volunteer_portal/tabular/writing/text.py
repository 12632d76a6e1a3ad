"""Text on its way into a file: what the format cannot hold is taken out, what could run as a formula cannot."""

import re

from volunteer_portal.tabular.reading.sandbox.text_files import FORMULA_START

# Characters that XML 1.0 does not know, and halves of surrogate pairs.
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_SPECIAL = re.compile("[&<>\r\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]|_x[0-9A-Fa-f]{4}_")
_ODS_SPECIAL = re.compile("[&<>\r\n\t\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]|^ | $|  ")
_ODS_SPACES = re.compile("^ +| +$|  +")
_RUNS = re.compile(rf"'*[{re.escape(FORMULA_START)}]")


def xml_text(text: str) -> str:
    """For xlsx: `&`, `<`, `>` and CR escaped, and text that looks like Excel's own `_x000D_` kept as it is."""
    return _xml(text) if _SPECIAL.search(text) else text


def _xml(text: str) -> str:
    text = _NOT_XML.sub("", text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return re.sub("_(?=x[0-9A-Fa-f]{4}_)", "_x005F_", text).replace("\r", "&#13;")


def ods_text(text: str) -> str:
    """For the inside of `text:p`: ODF folds white space, so runs of blanks and new lines have elements of their own."""
    return _ods(text) if _ODS_SPECIAL.search(text) else text


def _ods(text: str) -> str:
    text = _NOT_XML.sub("", text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    text = _ODS_SPACES.sub(lambda run: f'<text:s text:c="{len(run[0])}"/>', text)
    # A tab has an element, too, but python-calamine drops it and glues the words together.
    return text.replace("\t", "&#9;").replace("\r", "&#13;").replace("\n", "</text:p><text:p>")


def without_controls(text: str) -> str:
    """For openpyxl and odfpy, which refuse or pass on what XML does not know."""
    return _NOT_XML.sub("", text)


def attribute(text: str) -> str:
    return xml_text(text).replace('"', "&quot;").replace("\n", " ").replace("\t", " ")


def csv_text(text: str) -> str:
    """`=1+1` → `'=1+1`. Text that already begins so gets one more apostrophe, so reading gives back the original."""
    if text[:1] in _FIRST and _RUNS.match(text):
        text = f"'{text}"
    return text.replace("\0", "")


_FIRST = frozenset(FORMULA_START + "'")


def sheet_name(title: str) -> str:
    """A name that Excel takes: at most 31 characters, no brackets, colon, star, question mark or slashes."""
    name = re.sub(r"[\[\]:*?/\\\x00-\x1f]", " ", title).strip("' ")
    return name[:31] or "Sheet1"
