"""What is wrong, grouped by cause: how many rows, the first of them, and what the group is called."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from django.utils.translation import gettext_lazy as _

from volunteer_portal.rules.counting import Verdict

from .models import Import

SAMPLES = 5
TITLES = {
    "check_digit": _("證號檢查碼不符"),
    "shape": _("證號的樣子不對"),
    "unknown_person": _("系統裡沒有這個人"),
    "name_differs": _("姓名與登錄的不同"),
    "sex": _("性別與證號不符"),
    "sex_differs": _("性別與登錄的不同"),
    "birth_differs": _("出生年月日與登錄的不同"),
    "date": _("日期看不懂"),
    "future": _("日期晚於今天"),
    "before_birth": _("日期早於出生年月日"),
    "range_order": _("起迄顛倒"),
    "months": _("跨月的紀錄"),
    "not_member": _("不在本單位的在隊期間"),
    "split_needed": _("跨過採計起日，須分筆"),
    "too_many_minutes": _("時數超過這些天"),
    "overfull": _("連同其他紀錄，時數超過這些天"),
    "differs": _("已登錄的內容不同"),
    "repeated": _("檔案裡重複的列"),
    "repeated_differs": _("檔案裡重複而內容不同的列"),
    "blank": _("必填的欄空白"),
    "choice": _("不在選項裡"),
    "category": _("服務類別不認得"),
    "overlap": _("在隊期間重疊"),
    "second_book": _("已有紀錄冊"),
    "number_taken": _("號碼已經登錄"),
    "other_unit": _("由其他單位登錄"),
    "cover_gap": _("有未投保的日子"),
    "no_basic": _("未完成基礎訓練"),
    "no_special": _("未完成該類特殊訓練"),
    "too_early": _("完訓前之服務，不採計"),
    "before_act": _("志願服務法施行前，不採計"),
    "book_misused": _("紀錄冊註記，不採計"),
    "before_joining": _("完訓日期早於加入日期"),
    "too_short": _("訓練時數不足"),
    "too_few_years": _("服務年資不足"),
    "no_growth": _("尚未完成成長訓練"),
    "unknown_code": _("不在清單內的代碼，照原樣保留"),
    "repaired": _("已補回開頭的 0"),
    "new_team": _("新的志工隊"),
    "state": _("狀態與日期不一致"),
    "action": _("匯入動作不是 A"),
    "kept": _("保留已登錄的內容"),
    "postcode": _("郵遞區號與行政區不合"),
    "not_a_number": _("不是數字"),
    "not_whole": _("不是整數"),
    "not_whole_minutes": _("不是整數分鐘"),
    "negative": _("負數"),
    "too_large": _("數字太大"),
    "too_long": _("文字太長"),
    "no_minutes": _("時數是 0"),
    "value": _("內容不認得"),
    "email": _("不是電子郵件地址"),
    "kind": _("證號類別不認得"),
    "nul": _("含有無法辨識的字元"),
    "minutes_over": _("分鐘超過 59"),
    "category_changed": _("跨過本單位改類別的日子"),
    "validity": _("效期不是 3 年"),
}
_SUMS = """
    SELECT coalesce(sum(m) FILTER (WHERE NOT uncounted), 0)::bigint,
           coalesce(sum(m) FILTER (WHERE uncounted), 0)::bigint FROM (
        SELECT coalesce(NULLIF(shown ->> '服務時數-小時', '')::numeric, 0) * 60
             + coalesce(NULLIF(shown ->> '服務時數-分鐘', '')::numeric, 0),
               EXISTS (SELECT 1 FROM jsonb_array_elements(warnings) w WHERE w ->> 'code' = ANY(%s))
        FROM intake_importrow WHERE parent_id = %s AND fate = 'create'
    ) of_row (m, uncounted)
"""
_QUERY = """
    SELECT * FROM (
        SELECT p ->> 'column', p ->> 'code', p ->> 'message', l.number, l.shown,
               count(*) OVER each,
               row_number() OVER (PARTITION BY p ->> 'column', p ->> 'code' ORDER BY l.number)
        FROM intake_importrow l, jsonb_array_elements(l.{findings}) p
        WHERE l.parent_id = %s
        WINDOW each AS (PARTITION BY p ->> 'column', p ->> 'code')
    ) found (col, code, message, number, shown, total, place)
    WHERE place <= %s ORDER BY total DESC, col, code, number
"""


@dataclass(frozen=True, slots=True)
class Sample:
    """One row of a group: its number in the sheet, whom it is about, what stands in the cell, what to do."""

    number: int
    name: str
    value: str
    message: str


@dataclass(slots=True)
class Cause:
    """Rows with the same trouble in the same column."""

    column: str
    code: str
    total: int
    samples: list[Sample] = field(default_factory=list)

    @property
    def title(self) -> str:
        """What the group is called."""
        return str(TITLES.get(self.code, _("內容有問題")))

    @property
    def rest(self) -> int:
        """How many rows are not among the samples."""
        return self.total - len(self.samples)


def causes_of(row: Import, findings: str) -> list[Cause]:
    """The groups of ``problems`` or ``warnings``, the largest first: one query, whatever the number of rows."""
    if findings not in ("problems", "warnings"):
        raise ValueError(findings)
    groups: dict[tuple[str, str], Cause] = {}
    with connection.cursor() as cursor:
        cursor.execute(_QUERY.format(findings=findings), [row.pk, SAMPLES])
        for column, code, message, number, shown, total, _place in cursor.fetchall():
            said: dict[str, Any] = json.loads(shown) if isinstance(shown, str) else shown
            cause = groups.setdefault((column, code), Cause(column, code, total))
            cause.samples.append(Sample(number, said.get("姓名", ""), said.get(column, ""), message))
    return list(groups.values())


def sums_of(row: Import) -> dict[str, int]:
    """Minutes of the records that a file of hours adds: ``counted``, and ``uncounted``."""
    codes = [verdict.value for verdict in Verdict if verdict is not Verdict.COUNTED]
    with connection.cursor() as cursor:
        cursor.execute(_SUMS, [codes, row.pk])
        counted, uncounted = cursor.fetchone()
    return {"counted": counted, "uncounted": uncounted}
