"""Why a file is not taken: each code with the sentence a person reads, what is wrong first, then what to do."""

from django.apps import apps
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

SENTENCES = {
    # about the file
    "empty": _("檔案「%(filename)s」是空的，請確認檔案內容後重新上傳。"),
    "file_size": _("檔案大小超過 %(limit)s MB 的上限，請拆成數個檔案後分次上傳。"),
    "unknown_extension": _("不接受「%(filename)s」這種檔案，請上傳 .xlsx、.xls、.ods 或 .csv 檔。"),
    "extension": _(
        "檔名的副檔名是 .%(expected)s，但內容其實是 %(actual)s。請用試算表軟體開啟後另存成 .xlsx、.ods 或 .csv 再上傳。"
    ),
    "macros": _("檔案含有巨集，系統不接受。請另存成「Excel 活頁簿（.xlsx）」後再上傳。"),
    "xlsb": _("不接受二進位活頁簿（.xlsb），請另存成「Excel 活頁簿（.xlsx）」後再上傳。"),
    "encrypted": _("檔案設有密碼，系統無法讀取。請移除密碼後另存新檔再上傳。"),
    "damaged": _("檔案已損毀或不是完整的試算表。請用試算表軟體開啟後另存新檔再上傳。"),
    "not_a_sheet": _("這個檔案不是試算表。請上傳 .xlsx、.xls、.ods 或 .csv 檔。"),
    "unreadable": _("檔案的結構異常，讀取時超出系統允許的時間或記憶體。請把資料複製到新的活頁簿後再上傳。"),
    # about the package
    "too_many_entries": _("檔案內含 %(count)s 個項目，超過 %(limit)s 個的上限。請把資料複製到新的活頁簿後再上傳。"),
    "duplicate_entries": _("檔案內有同名的項目，無法確定要讀哪一個。請把資料複製到新的活頁簿後再上傳。"),
    "unpacked_size": _("檔案解開後約 %(size)s MB，超過 %(limit)s MB 的上限。請刪除多餘的列與圖片，或拆成數個檔案。"),
    "unpacked_ratio": _("檔案解開後是原來的 %(ratio)s 倍，不像一般的試算表。請把資料複製到新的活頁簿後再上傳。"),
    "false_size": _("檔案內「%(name)s」的大小與標示不符。請把資料複製到新的活頁簿後再上傳。"),
    "unsafe_names": _("檔案內含有不安全的路徑「%(name)s」。請把資料複製到新的活頁簿後再上傳。"),
    "nested_package": _("檔案內夾帶了另一個檔案「%(name)s」。請移除內嵌的物件後再上傳。"),
    "xml_entities": _("檔案內「%(name)s」含有不允許的宣告。請把資料複製到新的活頁簿後再上傳。"),
    "xml_encoding": _("檔案內「%(name)s」的編碼不是 UTF-8。請用試算表軟體開啟後另存新檔再上傳。"),
    # about the sheet
    "too_many_sheets": _("檔案有 %(count)s 個工作表，超過 %(limit)s 個的上限。請只留下要匯入的工作表。"),
    "too_long": _("資料超過 %(limit)s 列的上限。請刪除資料下方多餘的列，或拆成數個檔案。"),
    "too_many_cells": _("工作表有超過 %(limit)s 個儲存格。請刪除資料以外的列與欄，或拆成數個檔案。"),
    "too_wide": _("資料有 %(count)s 欄，超過 %(limit)s 欄的上限。請刪除資料右方多餘的欄。"),
    "far_cell": _("工作表在很遠的儲存格 %(cell)s 附近還有內容，範圍過大。請刪除資料以外的列與欄後再上傳。"),
    "repeated_rows": _("第 %(row)s 列重複了 %(count)s 次，範圍過大。請刪除資料下方多餘的列後再上傳。"),
    "repeated_columns": _("儲存格 %(cell)s 向右重複了 %(count)s 次，範圍過大。請刪除資料右方多餘的欄後再上傳。"),
    "long_text": _("有儲存格的文字超過 %(limit)s 字，請縮短後再上傳。"),
    "cell_too_long": _("第 %(row)s 列有一欄超過 %(limit)s 字，可能是引號沒有成對。請檢查該列後再上傳。"),
    "quotes": _('第 %(row)s 列的引號（"）沒有成對，後面的資料無法分欄。請檢查該列後再上傳。'),
    "nul": _("第 %(row)s 列含有無法辨識的空字元（NUL）。請用試算表軟體開啟後另存新檔再上傳。"),
    "encoding": _("第 %(row)s 列的文字編碼無法辨識（可能含有造字）。請另存成「CSV UTF-8」或 .xlsx 後再上傳。"),
    "too_many_merges": _("合併儲存格超過 %(limit)s 處。請取消合併儲存格後再上傳。"),
    "merged": _("儲存格 %(cell)s 是合併的，無法確定資料屬於哪一列。請取消合併、把每一列填滿後再上傳。"),
    "no_header": _(
        "找不到標題列：沒有任何一列有「%(must_have)s」欄。請使用系統的範本，或在標題列補上「%(must_have)s」。"
    ),
    "no_rows": _("標題列（第 %(row)s 列）下面沒有資料，請填入資料後再上傳。"),
}

WARNINGS = {
    "hidden_rows": _("有 %(count)s 列是隱藏的（第 %(rows)s 列），內容仍會一併讀入。"),
    "hidden_columns": _("有隱藏的欄，內容仍會一併讀入。"),
    "hidden_sheet": _("資料所在的工作表「%(name)s」是隱藏的。"),
    "other_sheets": _("只讀取了工作表「%(name)s」；其他工作表（%(others)s）沒有讀取，有資料請分開上傳。"),
    "blank_formula": _("儲存格 %(cells)s 是沒有計算結果的公式，視為空白。請用試算表軟體開啟、存檔後再上傳。"),
    "error_value": _("儲存格 %(cells)s 是錯誤值（例如 #REF!），視為空白。"),
}


def sentence(template: str, facts: dict[str, object]) -> str:
    """In the reader's language where Django is set up, else as written."""
    return (gettext(template) if apps.ready else template) % facts


class SheetRefused(Exception):
    """This one file is not taken. `sentence` says what is wrong, where, and what to do."""

    def __init__(self, code: str, **facts: object) -> None:
        self.code = code
        self.facts = facts
        self.sentence = sentence(SENTENCES[code], facts)
        super().__init__(self.sentence)
