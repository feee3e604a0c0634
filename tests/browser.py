"""A real browser, for tests of the page: Debian's Chromium without a window, driven by selenium."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from selenium.webdriver import Chrome

_ARGUMENTS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
)


class Browser:
    """A window that shows one page; it notes what the page asks the network for, and what the console says."""

    def __init__(self, driver: Chrome) -> None:
        self.driver = driver

    def open(self, page: Path, *, width: int = 1280, height: int = 900, dark: bool = False) -> None:
        """Show the page in the file ``page`` and wait until it is ready."""
        screen = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 500}
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", screen)
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [scheme]})
        self.log("performance")
        self.log("browser")
        self.driver.get(page.as_uri())
        self.wait("document.documentElement.dataset.ready === 'true'")

    def run(self, script: str, *arguments: object) -> Any:
        """Return the value of an expression in JavaScript; ``arguments`` are in it by their number."""
        return self.driver.execute_script(f"return ({script})", *arguments)

    def wait(self, condition: str) -> None:
        """Wait until an expression in JavaScript is true."""
        from selenium.webdriver.support.ui import WebDriverWait

        WebDriverWait(self.driver, 30, 0.02).until(lambda _: self.run(f"Boolean({condition})"))

    def press(self, *keys: str) -> None:
        """Press keys, one after the other, where the focus is."""
        from selenium.webdriver import ActionChains

        for key in keys:
            ActionChains(self.driver).send_keys(key).perform()

    def text(self, selector: str) -> str:
        """Return the text of the first element that ``selector`` finds."""
        return str(self.run("document.querySelector(arguments[0]).textContent", selector))

    def texts(self, selector: str) -> list[str]:
        """Return the texts of all elements that ``selector`` finds."""
        found: list[str] = self.run("[...document.querySelectorAll(arguments[0])].map((e) => e.textContent)", selector)
        return found

    def click(self, selector: str) -> None:
        """Click the first element that ``selector`` finds."""
        self.driver.execute_script("document.querySelector(arguments[0]).click()", selector)

    def choose(self, selector: str, value: str) -> None:
        """Set a field to ``value``, as a user who chooses or types it."""
        self.driver.execute_script(
            "const field = document.querySelector(arguments[0]); field.value = arguments[1];"
            "for (const kind of ['input', 'change']) field.dispatchEvent(new Event(kind, {bubbles: true}));",
            selector,
            value,
        )

    def read(self, number: int = 0) -> None:
        """Open the article that is at ``number`` in the list."""
        self.run("document.querySelectorAll('#list a')[arguments[0]].click()", number)
        self.wait("document.querySelector('#body') && document.querySelector('#body').childElementCount")

    def picture(self) -> bytes:
        """Return what the window shows, as a PNG."""
        # Text is drawn before its fonts are there, and rows beyond the window after they have been scrolled to.
        self.wait("document.fonts.status === 'loaded'")
        return bytes(self.driver.get_screenshot_as_png())

    def log(self, kind: str) -> list[dict[str, Any]]:
        """Return what the browser has noted since it was last asked."""
        noted: list[dict[str, Any]] = self.driver.get_log(kind)  # type: ignore[no-untyped-call]
        return noted

    def requests(self) -> list[str]:
        """Return the addresses that were asked for since the page was opened."""
        import json

        events = [json.loads(entry["message"])["message"] for entry in self.log("performance")]
        sent = [event["params"]["request"]["url"] for event in events if event["method"] == "Network.requestWillBeSent"]
        return [address for address in sent if not address.startswith("data:")]


@contextmanager
def browser(folder: Path) -> Iterator[Browser]:
    """Start a browser that keeps its profile in ``folder``; the test is skipped where there is none."""
    selenium = pytest.importorskip("selenium", reason="selenium is not installed")
    assert selenium
    from selenium import webdriver

    program = shutil.which("chromium") or shutil.which("chromium-browser")
    driver = shutil.which("chromedriver")
    if not program or not driver:
        pytest.skip("chromium and chromedriver are not installed")
    options = webdriver.ChromeOptions()
    options.binary_location = program
    for argument in (*_ARGUMENTS, f"--user-data-dir={folder}"):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    window = webdriver.Chrome(options=options, service=webdriver.ChromeService(driver))
    try:
        yield Browser(window)
    finally:
        window.quit()
