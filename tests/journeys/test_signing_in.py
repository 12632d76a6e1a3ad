"""Signing in and all that belongs to it: lockout, reset by mail, the second factor, sessions, invitations."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.factories.units import PASSWORD, a_unit, a_user, administrator, an_appointment, city_officer, staff_of
from tests.factories.volunteers import a_volunteer
from units.enums import Role
from volunteer_portal.accounts.second_factor import set_up

from .totp import code_now

pytestmark = pytest.mark.django_db(transaction=True)
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
NEW_PASSWORD = "三隻白鷺鷥飛過鹽田-2026"


def link_in_newest_mail(person, pattern: str) -> str:
    """The first address of the newest mail that looks like this."""
    person.goes("/dev/mails/").arrives("試用環境的")
    text = person.page.locator("main").inner_text()
    return re.search(pattern, text).group()


def test_five_wrong_passwords_close_the_door_and_a_mail_opens_it(somebody, mails_on_a_page):
    staff = staff_of(a_unit("SW", name="晴岸社區照顧協會"), name="方若谷")
    person = somebody()
    person.goes("/accounts/login/").arrives("登入")
    for sentence in ["帳號或密碼不對"] * 4 + ["連續 5 次輸入錯誤，這個帳號暫停登入到"]:
        person.types("電子郵件或職員編號", staff.email).types(person.page.locator("[name=password]"), "猜的")
        person.presses_button("登入")
        expect(person.page.get_by_role("alert").first).to_contain_text(sentence)
        person.judges()
    # The right password does not help now, and the sentence says what does.
    person.types("電子郵件或職員編號", staff.email).types(
        person.page.locator("[name=password]"), PASSWORD
    ).presses_button("登入")
    expect(person.page.get_by_role("alert").first).to_contain_text("請按「忘記密碼」重設")

    person.clicks("忘記密碼").arrives("重設密碼")
    person.types("電子郵件", staff.email).presses_button("寄出連結").arrives("信已寄出")
    address = link_in_newest_mail(person, r"http\S+/password/reset/key/\S+")
    person.goes(re.sub(r"^https?://[^/]+", "", address)).arrives("設定新密碼")
    person.types(person.page.locator("[name=password1]"), NEW_PASSWORD)
    person.types(person.page.locator("[name=password2]"), NEW_PASSWORD).presses_button("設定新密碼").arrives(
        "密碼已更新"
    )

    person.clicks(person.page.get_by_role("main").get_by_role("link", name="登入")).arrives("登入")
    person.types("電子郵件或職員編號", staff.email).types(person.page.locator("[name=password]"), NEW_PASSWORD)
    person.presses_button("登入")
    expect(person.page).to_have_url(re.compile("/unit/$"))
    person.goes(re.sub(r"^https?://[^/]+", "", address)).arrives("這個連結不能用了")


def test_officers_come_no_further_than_setting_up_their_second_factor(somebody):
    officer = city_officer(name="許禾安", role=Role.PROMOTION_CENTRE)
    person = somebody().signs_in(officer)
    person.arrives("設定兩步驟驗證")
    person.goes("/city/reports/").arrives("設定兩步驟驗證")
    secret = person.page.locator("#secret").inner_text().replace(" ", "")
    person.types("驗證碼", "000000").presses_button("完成設定")
    expect(person.page.get_by_role("alert").first).to_be_visible()
    person.judges()
    person.types("驗證碼", code_now(secret)).presses_button("完成設定")
    person.arrives("還有 10 組備用碼").clicks("存好了，開始工作")
    expect(person.page).to_have_url(re.compile("/city/$"))

    # The next time, the code is asked for, and a used one is none.
    again = somebody()
    again.goes("/accounts/login/").types("電子郵件或職員編號", officer.email).types(
        again.page.locator("[name=password]"), PASSWORD
    )
    again.presses_button("登入").arrives("請輸入驗證碼")
    again.types("驗證碼", "123456").presses_button("登入").arrives("請輸入驗證碼")
    again.types("驗證碼", code_now(secret, later=1)).presses_button("登入")
    expect(again.page).to_have_url(re.compile("/city/"))


def test_a_person_sees_where_they_are_signed_in_and_ends_the_others(somebody):
    staff = staff_of(a_unit("SW"), name="方若谷")
    at_work = somebody().signs_in(staff)
    at_home = somebody(viewport={"width": 390, "height": 844}).signs_in(staff)
    at_work.goes("/accounts/sessions/").arrives("2 個裝置登入中")
    at_work.presses_button("登出其他裝置").arrives("只有這個裝置登入中")
    at_home.goes("/unit/").arrives("登入")
    at_work.goes("/unit/").clicks(at_work.page.locator(".who")).presses_button("登出")
    at_work.goes("/unit/").arrives("登入")


def test_an_invitation_leads_from_the_city_to_a_unit_and_on_to_its_staff(somebody, mails_on_a_page):
    unit = a_unit("SW", name="晴岸社區照顧協會")
    officer = city_officer(name="郭沛恩")
    set_up(user=officer, secret=SECRET)
    city = somebody().signs_in(officer, secret=SECRET)
    city.goes("/city/people/").arrives(re.compile(".")).clicks("邀請").arrives("邀請一個人擔任職務")
    city.types("姓名", "盧映真").types("電子郵件", "head@example.org")
    city.chooses("職務", "運用單位主管").chooses("運用單位", unit.name).presses_button("寄出邀請")
    city.sees("head@example.org")

    head = somebody()
    address = link_in_newest_mail(head, r"http\S+/invitations/\S+")
    head.goes(re.sub(r"^https?://[^/]+", "", address)).arrives(unit.name)
    head.types(head.page.locator("[name=password]"), "太短").types(head.page.locator("[name=again]"), "太短")
    head.presses_button("接受邀請、建立帳號").arrives(unit.name)
    expect(head.page.get_by_role("alert").first).to_be_visible()
    head.types(head.page.locator("[name=password]"), NEW_PASSWORD)
    head.types(head.page.locator("[name=again]"), NEW_PASSWORD).presses_button("接受邀請、建立帳號")
    expect(head.page).to_have_url(re.compile("/unit/|/home/|/accounts/login/"))
    head.signs_in("head@example.org", password=NEW_PASSWORD)
    head.goes("/unit/settings/").arrives("單位設定")
    form = head.page.locator("section", has_text="邀請同仁").last
    head.types(form.get_by_label("姓名"), "沈知遙").types(form.get_by_label("電子郵件"), "staff@example.org")
    head.presses_button("寄出邀請")
    head.sees("staff@example.org")

    staff = somebody()
    address = link_in_newest_mail(staff, r"http\S+/invitations/\S+")
    staff.goes(re.sub(r"^https?://[^/]+", "", address)).arrives(unit.name)
    staff.types(staff.page.locator("[name=password]"), NEW_PASSWORD)
    staff.types(staff.page.locator("[name=again]"), NEW_PASSWORD).presses_button("接受邀請、建立帳號")
    staff.signs_in("staff@example.org", password=NEW_PASSWORD)
    staff.goes("/unit/").arrives(re.compile("."))
    # Taken up once: the link is no key any more.
    somebody().goes(re.sub(r"^https?://[^/]+", "", address)).arrives("這份邀請不能用了")


@pytest.mark.parametrize("who", ["nobody", "volunteer", "administrator"])
def test_everybody_lands_where_their_work_is(somebody, who):
    if who == "nobody":
        user, place = a_user("沒有職務"), "/home/nothing-yet/"
    elif who == "volunteer":
        user, place = a_user("施予晴"), "/me/"
        a_volunteer("施予晴", unit=a_unit("EDU"), user=user)
    else:
        user, place = administrator(name="林系統"), "/city/units/"
        set_up(user=user, secret=SECRET)
    person = somebody().signs_in(user, secret=SECRET if who == "administrator" else "")
    expect(person.page).to_have_url(re.compile(place + "$"))
    person.arrives(re.compile("."))


def test_somebody_with_two_units_changes_between_them(somebody):
    first, second = a_unit("SW", name="晴岸社區照顧協會"), a_unit("SW", name="府城長青關懷協會")
    user = staff_of(first, name="方若谷")
    an_appointment(user, Role.UNIT_STAFF, unit=second)
    person = somebody().signs_in(user)
    person.goes("/unit/settings/").arrives("單位設定")
    person.sees(first.name)
    person.clicks(person.page.locator("main").get_by_role("button", name=second.name))
    person.goes("/unit/settings/").sees(second.name)
