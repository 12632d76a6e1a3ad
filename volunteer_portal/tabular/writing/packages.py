"""The fixed parts around a streamed sheet."""

import zipfile
from collections.abc import Sequence

from volunteer_portal.tabular.reading.sandbox.addresses import column_letters

__all__ = ["WHEN", "add", "column_letters", "ods_parts", "ods_start", "xlsx_parts", "xlsx_start"]

WHEN = (2000, 1, 1, 0, 0, 0)
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_FONT = "Microsoft JhengHei"

_XLSX_TYPES = (
    f'{_XML}<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/xl/workbook.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
    '<Override PartName="/xl/worksheets/sheet1.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>'
    '<Override PartName="/xl/styles.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/></Types>'
)
_XLSX_RELATIONS = (
    f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
)
_XLSX_BOOK_RELATIONS = (
    f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="rId2" Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>'
)
# Cell styles: 0 numbers, 1 text (format @, so that editing keeps it text), 2 head, 3 hours, 4 date, 5 date and time
_XLSX_STYLES = (
    f'{_XML}<styleSheet xmlns="{_MAIN}"><numFmts count="2"><numFmt numFmtId="164" formatCode="yyyy/mm/dd"/>'
    '<numFmt numFmtId="165" formatCode="yyyy/mm/dd hh:mm"/></numFmts>'
    f'<fonts count="2"><font><sz val="12"/><name val="{_FONT}"/></font>'
    f'<font><b/><sz val="12"/><name val="{_FONT}"/></font></fonts>'
    '<fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
    '<fill><patternFill patternType="solid"><fgColor rgb="FFE8EEF4"/></patternFill></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="6"><xf xfId="0"/>'
    '<xf numFmtId="49" xfId="0" applyNumberFormat="1"/>'
    '<xf numFmtId="49" fontId="1" fillId="2" xfId="0" applyNumberFormat="1" applyFont="1" applyFill="1"/>'
    '<xf numFmtId="2" xfId="0" applyNumberFormat="1"/><xf numFmtId="164" xfId="0" applyNumberFormat="1"/>'
    '<xf numFmtId="165" xfId="0" applyNumberFormat="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)


def add(package: zipfile.ZipFile, parts: dict[str, str]) -> None:
    for name, text in parts.items():
        entry = zipfile.ZipInfo(name, WHEN)
        # ODF asks for the mimetype to stand first and readable without unpacking
        entry.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
        package.writestr(entry, text)


def xlsx_parts(name: str) -> dict[str, str]:
    return {
        "[Content_Types].xml": _XLSX_TYPES,
        "_rels/.rels": _XLSX_RELATIONS,
        "xl/workbook.xml": (
            f'{_XML}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>'
            f'<sheet name="{name}" sheetId="1" r:id="rId1"/></sheets></workbook>'
        ),
        "xl/_rels/workbook.xml.rels": _XLSX_BOOK_RELATIONS,
        "xl/styles.xml": _XLSX_STYLES,
    }


def xlsx_start(widths: Sequence[float]) -> str:
    columns = "".join(
        f'<col min="{column}" max="{column}" width="{width}" customWidth="1"/>'
        for column, width in enumerate(widths, 1)
    )
    return (
        f'{_XML}<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0">'
        '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
        f"{f'<cols>{columns}</cols>' if columns else ''}<sheetData>"
    )


_ODF = "urn:oasis:names:tc:opendocument:xmlns"
_ODS_SPACES = "".join(
    f' xmlns:{short}="{_ODF}:{long}:1.0"'
    for short, long in {
        "office": "office",
        "style": "style",
        "text": "text",
        "table": "table",
        "fo": "xsl-fo-compatible",
        "number": "datastyle",
    }.items()
)


def ods_parts() -> dict[str, str]:
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    return {
        "mimetype": kind,
        "META-INF/manifest.xml": (
            f'{_XML}<manifest:manifest xmlns:manifest="{_ODF}:manifest:1.0" manifest:version="1.2">'
            f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/>'
            '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
            '<manifest:file-entry manifest:full-path="styles.xml" manifest:media-type="text/xml"/></manifest:manifest>'
        ),
        "styles.xml": (
            f'{_XML}<office:document-styles{_ODS_SPACES} office:version="1.2"><office:styles>'
            '<style:default-style style:family="table-cell"><style:text-properties fo:font-size="12pt" '
            'fo:language="zh" fo:country="TW"/></style:default-style></office:styles></office:document-styles>'
        ),
    }


def ods_start(name: str, widths: Sequence[float]) -> str:
    styles = "".join(
        f'<style:style style:name="w{index}" style:family="table-column">'
        f'<style:table-column-properties style:column-width="{width * 0.24:.2f}cm"/></style:style>'
        for index, width in enumerate(widths)
    )
    columns = "".join(f'<table:table-column table:style-name="w{index}"/>' for index in range(len(widths)))
    return (
        f'{_XML}<office:document-content{_ODS_SPACES} office:version="1.2"><office:automatic-styles>{styles}'
        '<number:text-style style:name="as-text"><number:text-content/></number:text-style>'
        '<number:number-style style:name="as-hours"><number:number number:decimal-places="2" '
        'number:min-integer-digits="1"/></number:number-style>'
        '<number:date-style style:name="as-date"><number:year number:style="long"/><number:text>/</number:text>'
        '<number:month number:style="long"/><number:text>/</number:text><number:day number:style="long"/>'
        "</number:date-style>"
        '<style:style style:name="text" style:family="table-cell" style:data-style-name="as-text"/>'
        '<style:style style:name="head" style:family="table-cell" style:data-style-name="as-text">'
        '<style:table-cell-properties fo:background-color="#e8eef4"/>'
        '<style:text-properties fo:font-weight="bold"/></style:style>'
        '<style:style style:name="hours" style:family="table-cell" style:data-style-name="as-hours"/>'
        '<style:style style:name="date" style:family="table-cell" style:data-style-name="as-date"/>'
        f'</office:automatic-styles><office:body><office:spreadsheet><table:table table:name="{name}">{columns}'
    )
