"""Somebody at the portal: a browser of their own, whose clicks and keys are counted and whose pages are judged."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

from tests.factories.units import PASSWORD

from .counting import Counter
from .totp import code_now

NUMBERS = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|\d+")


class Person:
    """Acts only as people can: by what is seen on the page. ``arrives`` is the assertion after each step."""

    def __init__(self, page: Page, base: str, axe, seen: set):
        self.page, self.base, self._axe, self._seen = page, base, axe, seen
        self.count = Counter()
        self.last_status = 200
        page.on("response", self._note)

    def _note(self, response) -> None:
        if response.request.is_navigation_request() and response.frame == self.page.main_frame:
            self.last_status = response.status

    # Coming and going

    def goes(self, path: str) -> Person:
        """Type an address (a task that begins here spends nothing on it)."""
        self.page.goto(self.base + path if path.startswith("/") else path)
        return self

    def signs_in(self, user, *, password: str = PASSWORD, secret: str = "") -> Person:
        """By the form, with the second factor if the account has one."""
        with self.count.free():
            self.goes("/accounts/login/")
            self.types("電子郵件或職員編號", user if isinstance(user, str) else user.email)
            self.types(self.page.get_by_label("密碼", exact=True), password)
            self.presses_button("登入")
            if secret:
                expect(self.page.get_by_role("heading", level=1)).to_have_text("請輸入驗證碼")
                self.types(self.page.get_by_label("驗證碼"), code_now(secret))
                self.presses_button("登入")
            expect(self.page).not_to_have_url(re.compile("/accounts/(login|2fa/authenticate)/"))
        return self

    # Doing

    def clicks(self, what: Locator | str, **role) -> Person:
        """A link or a button, by its name or as a locator."""
        target = self._find(what) if isinstance(what, str) else what
        self.count.clicked(what)
        target.click()
        return self

    def presses_button(self, name: str, within: Locator | None = None) -> Person:
        self.count.clicked(name)
        (within or self.page).get_by_role("button", name=name, exact=True).first.click()
        return self

    def types(self, into: Locator | str, text: str) -> Person:
        """Real keys, one by one."""
        field = self.page.get_by_label(into) if isinstance(into, str) else into
        self.count.typed(len(text), into)
        field.fill("")
        field.press_sequentially(text)
        return self

    def chooses(self, into: Locator | str, label: str) -> Person:
        field = self.page.get_by_label(into) if isinstance(into, str) else into
        self.count.clicked(into)
        field.select_option(label=label)
        return self

    def drops(self, into: Locator | str, *files) -> Person:
        field = self.page.get_by_label(into) if isinstance(into, str) else into
        self.count.clicked(into)
        field.set_input_files([str(file) for file in files])
        return self

    def keys(self, *names: str) -> Person:
        for name in names:
            self.count.typed(1, "page")
            self.page.keyboard.press(name)
        return self

    def saves(self, what: Locator | str):
        """Click something that downloads; the path of the file."""
        with self.page.expect_download() as waiting:
            self.clicks(what)
        return waiting.value

    def tabs_to(self, what: Locator, *, steps: int = 80) -> Person:
        """By the Tab key alone; whoever is passed must show that it has the focus."""
        for _ in range(steps):
            if what.evaluate("e => e === document.activeElement"):
                return self
            self.keys("Tab")
            hidden = "e => e !== document.body && e.checkVisibility() && getComputedStyle(e).outlineStyle === 'none'"
            focused = self.page.locator(":focus")
            if focused.count():
                bare = focused.evaluate(f"({hidden})")
                assert not bare, f"no visible focus: {focused.evaluate('e => e.outerHTML.slice(0, 120)')}"
        message = f"{what} is not reached in {steps} steps"
        raise AssertionError(message)

    def _find(self, name: str) -> Locator:
        link, button = (self.page.get_by_role(role, name=name, exact=True) for role in ("link", "button"))
        return link.or_(button).filter(visible=True).first

    # Seeing

    def sees(self, *texts: str) -> Person:
        for text in texts:
            expect(self.page.locator("main")).to_contain_text(text)
        return self

    def arrives(self, headline: str | re.Pattern, *, judged: bool = True) -> Person:
        """The page's answer (its h1) is seen; each kind of page is judged once in every run of the journey."""
        expect(self.page.get_by_role("heading", level=1)).to_contain_text(headline)
        if judged:
            self.judges()
        return self

    def judges(self) -> Person:
        """Accessible, whatever state it is in, and not wider than the window."""
        here = (NUMBERS.sub("#", self.page.url.split("?")[0]), self.page.locator("h1").first.inner_text())
        if here not in self._seen:
            self._seen.add(here)
            # At the end of the page its foot bar lies on nothing; above, axe takes what it covers for small targets.
            self.page.evaluate("scrollTo({top: document.body.scrollHeight, behavior: 'instant'})")
            self._axe(self.page)
            self.page.evaluate("scrollTo({top: 0, behavior: 'instant'})")
        wide = self.page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0, f"{self.page.url} is {wide} px wider than the window"
        return self

    def cannot_reach(self, *paths: str) -> Person:
        """404 with a page that says so, nothing of the other's."""
        for path in paths:
            answer = self.page.request.get(self.base + path, max_redirects=0)
            assert answer.status == 404, f"{path} answered {answer.status}"
        return self

    def sends(self, path: str, **form):
        """What a person with developer tools could send: a POST with a valid token, past the page's own form."""
        page = self.page
        token = page.locator("input[name=csrfmiddlewaretoken]").first.get_attribute("value")
        return page.request.post(
            self.base + path,
            form={"csrfmiddlewaretoken": token, **form},
            headers={"Referer": page.url, "Origin": self.base},
            max_redirects=0,
        )
