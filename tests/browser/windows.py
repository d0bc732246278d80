"""Windows of Debian's Chromium on the review page. Whatever a page may not do is noted as a fault."""

from __future__ import annotations

import re
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Locator, Page, Request, sync_playwright

SHOTS = Path(__file__).parents[2] / "build" / "review"
CHROMIUM = shutil.which("chromium")
ELSEWHERE = re.compile(r"^(?!http://127\.0\.0\.1:|data:|about:)")
PATIENCE = 30_000
"""Milliseconds that a slow machine gets."""
PLAIN_REFUSAL = "Failed to load resource"

needs_chromium = pytest.mark.skipif(CHROMIUM is None, reason="no chromium here")


@contextmanager
def chromium() -> Iterator[Browser]:
    """The browser, without windows."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@dataclass
class Window:
    """A window on the page, with what went wrong in it."""

    page: Page
    faults: list[str] = field(default_factory=list)

    @property
    def context(self) -> BrowserContext:
        return self.page.context

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def find(self, selector: str) -> Locator:
        return self.page.locator(selector)

    def text(self, selector: str) -> str:
        return self.find(selector).inner_text()

    @property
    def said(self) -> str:
        return self.text("#said")

    @property
    def current(self) -> str:
        """Id of the hit that everything is about."""
        return (self.find("#worklist").get_attribute("aria-activedescendant") or "").removeprefix("row-")

    @property
    def question(self) -> bool:
        return self.find("#question").is_visible()

    def saved(self) -> None:
        """Waits until every choice is written."""
        self.wait("!document.body.classList.contains('saving')", 4 * PATIENCE)

    def wait(self, expression: str, patience: int = PATIENCE) -> None:
        """Waits until something is so on the page; by asking, since the page itself may evaluate nothing."""
        deadline = time.monotonic() + patience / 1000
        while not self.page.evaluate(expression):
            assert time.monotonic() < deadline, expression
            self.page.wait_for_timeout(20)

    def opened(self) -> Locator:
        """The open dialog."""
        self.page.wait_for_selector("dialog[open]", timeout=PATIENCE)
        return self.find("dialog[open]")

    def shut(self) -> None:
        """Closes the open dialog by keyboard."""
        self.press("Escape")
        self.wait("document.querySelector('dialog') === null")

    def shot(self, name: str) -> None:
        """Keeps a picture of this state."""
        SHOTS.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=SHOTS / f"{name}.png")

    def violations(self) -> list[str]:
        """What axe-core finds wrong with this state; the window must have been opened with `bypass_csp`."""
        if not self.page.evaluate("typeof axe !== 'undefined'"):
            source = resources.files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
            self.page.add_script_tag(content=source)
        found: dict[str, Any] = self.page.evaluate("axe.run(document, {resultTypes: ['violations']})")
        return [f"{each['id']}: {node['html'][:160]}" for each in found["violations"] for node in each["nodes"]]

    def scrolls_sideways(self) -> bool:
        return bool(self.page.evaluate("document.documentElement.scrollWidth > window.innerWidth"))

    def load(self, address: str) -> None:
        self.page.goto(address)
        self.page.wait_for_selector("body[data-ready]", timeout=PATIENCE)

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not message.text.startswith(PLAIN_REFUSAL):
            self.faults.append(message.text)


@contextmanager
def window(browser: Browser, address: str, **options: Any) -> Iterator[Window]:
    """A window of its own, with its own cookies, on the page at `address`; at its end it must have no faults."""
    settings: dict[str, Any] = {
        "viewport": {"width": 1440, "height": 900},
        "locale": "nl-NL",
        "timezone_id": "Europe/Amsterdam",
    }
    context = browser.new_context(**(settings | options))
    with opened(context, address) as made:
        yield made
    context.close()


@contextmanager
def opened(context: BrowserContext, address: str) -> Iterator[Window]:
    """Another window with the same cookies."""
    made = Window(context.new_page())

    def elsewhere(request: Request) -> None:
        if ELSEWHERE.match(request.url):
            made.faults.append(f"asked {request.url}")

    made.page.on("console", made._heard)
    made.page.on("pageerror", lambda error: made.faults.append(str(error)))
    made.page.on("request", elsewhere)
    made.page.set_default_timeout(PATIENCE)
    made.load(address)
    yield made
    made.page.close()
    assert not made.faults
