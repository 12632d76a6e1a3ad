"""``manage.py create_unit CODE NAME --category 社會福利類 [--staff EMAIL --password PW]``."""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email
from django.db import transaction

from units.enums import Role
from units.models import OperatingUnit
from units.services import appoint, create_unit
from volunteer_portal.access.errors import Refused
from volunteer_portal.accounts.models import User
from volunteer_portal.pages.clock import today
from volunteer_portal.rules.categories import UnknownCategory, read_category


class Command(BaseCommand):
    help = "建立一個沒有志工隊的運用單位，並可同時建立承辦人的帳號。"

    def add_arguments(self, parser: CommandParser) -> None:
        """Which unit, and who works for it."""
        self.parser = parser
        parser.add_argument("code", metavar="CODE", help="單位代碼，不可重複")
        parser.add_argument("name", metavar="NAME", help="單位名稱")
        parser.add_argument("--category", required=True, help="服務類別，例如 社會福利類")
        parser.add_argument("--staff", metavar="EMAIL", help="承辦人的電子郵件")
        parser.add_argument("--password", metavar="PW", help="承辦人的密碼")
        parser.add_argument("--json", action="store_true", help="輸出一個 JSON 物件")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Both or neither."""
        if bool(options["staff"]) != bool(options["password"]):
            self.parser.error("--staff 與 --password 要一起給。")
        try:
            category = read_category(options["category"])
            with transaction.atomic():
                unit = create_unit(code=options["code"], name=options["name"], category=category, by=None)
                if options["staff"]:
                    self._give_account(unit, options["staff"].strip().lower(), options["password"])
        except UnknownCategory as unknown:
            raise CommandError(str(unknown)) from None
        except Refused as refusal:
            raise CommandError(str(refusal)) from None
        if options["json"]:
            made = {"code": unit.code, "name": unit.name, "category": unit.category.name, "staff": options["staff"]}
            self.stdout.write(json.dumps(made, ensure_ascii=False))
            return
        self.stdout.write(f"已建立{unit.category.name}的「{unit.name}」（{unit.code}）。")

    def _give_account(self, unit: OperatingUnit, email: str, password: str) -> None:
        """An account that signs in with the address; one that is there already keeps its password."""
        user = User.objects.filter(email=email).first()
        if user is None:
            try:
                validate_email(email)
            except ValidationError as wrong:
                raise CommandError("；".join(wrong.messages)) from None
            self._judge_password(password, email)
            user = User.objects.create_user(email, password, name=f"{unit.name}承辦人"[:50])
        appoint(user=user, role=Role.UNIT_STAFF, unit=unit, by=None, today=today())

    def _judge_password(self, password: str, email: str) -> None:
        """A weak password is refused; where the demo town may be made, it is only spoken of."""
        try:
            validate_password(password, User(email=email))
        except ValidationError as wrong:
            sentence = "；".join(wrong.messages)
            if not settings.DEMO_ALLOWED:
                raise CommandError(sentence) from None
            self.stderr.write(sentence)
