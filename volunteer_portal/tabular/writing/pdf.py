"""HTML → PDF/UA through WeasyPrint, which may open nothing but `data:` and files of one folder."""

from pathlib import Path
from urllib.parse import unquote, urlsplit

from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

FONTS = '"Noto Sans CJK TC", "TW-Sung", "TW-Sung-Ext-B", sans-serif'
# @page as well: margin boxes do not inherit from html
_FONT_RULE = f"html {{ font-family: {FONTS} }} @page {{ size: A4; font-family: {FONTS} }}"
_SERVED = {".css", ".svg", ".png", ".jpg", ".jpeg", ".webp", ".woff2", ".woff", ".ttf", ".otf", ".ttc"}


class StaticFetcher(URLFetcher):
    """`data:` URLs, and files of known types below `base`; no network, nothing else of the disk."""

    def __init__(self, base: Path | None) -> None:
        super().__init__(allowed_protocols=("data", "file") if base else ("data",), allow_redirects=False)
        self._base = base.resolve() if base else None

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        parts = urlsplit(url)
        if parts.scheme.lower() == "file":
            path = Path(unquote(parts.path)).resolve()
            inside = self._base is not None and path.is_relative_to(self._base)
            if parts.netloc or not inside or path.suffix.lower() not in _SERVED:
                raise ValueError("only files of the static folder may be part of a document")
        return super().fetch(url, headers)


def render_pdf(html: str, *, base: Path | None = None) -> bytes:
    """A tagged PDF (`pdf/ua-1`) of an HTML page with `lang` and `<title>`.

    Relative links are looked up below `base`, the folder of static files; without it only `data:` is opened.
    """
    fonts = FontConfiguration()
    fetcher = StaticFetcher(base)
    page = HTML(string=html, base_url=base.resolve().as_uri() + "/" if base else None, url_fetcher=fetcher)
    rule = CSS(string=_FONT_RULE, url_fetcher=fetcher, font_config=fonts)
    return page.write_pdf(stylesheets=[rule], font_config=fonts, pdf_variant="pdf/ua-1", pdf_tags=True)
