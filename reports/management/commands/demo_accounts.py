"""``demo_accounts``: print who can sign in to the demo town."""

from __future__ import annotations

import json
import sys
from typing import Any

from django.core.management.base import BaseCommand

from volunteer_portal.env import data_folder

ROLES = {
    "administrator": "系統管理者",
    "city": "市府社會局承辦人",
    "promotion_centre": "推廣中心承辦人",
    "authority": "主管機關承辦人",
    "unit_staff": "運用單位承辦人",
    "unit_head": "運用單位主管",
    "volunteer": "志工",
    "deactivated": "已停用（不能登入）",
}


class Command(BaseCommand):
    help = "Print the demo accounts, with the secret of the authenticator app where one is needed."

    def handle(self, *_args: Any, **_options: Any) -> None:
        file = data_folder() / "demo_accounts.json"
        if not file.exists():
            self.stderr.write("還沒有示範帳號；先執行 manage.py seed_town --volunteers 3000。")
            sys.exit(1)
        accounts = json.loads(file.read_text(encoding="utf-8"))["accounts"]
        self.stdout.write(f"示範帳號，密碼都是 {accounts[0]['password']}：")
        for account in accounts:
            where = account["unit"] or account["authority"]
            code = f"，驗證碼密鑰 {account['totp_secret']}" if account["totp_secret"] else ""
            self.stdout.write(f"  {account['email']:<38} {ROLES[account['role']]} {where}{code}")
