"""Where the playground's page stands while words and pictures come."""

import pytest

from tests.support.page import browser, served_stage

LATE_PICTURE = """() => {
    const late = new Image();
    late.style.height = "900px";
    late.src = "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>";
    document.querySelector("#log").append(late);
}"""
AT_THE_END = """() => {
    const log = document.querySelector("#log");
    return log.querySelector("img")?.complete && log.scrollHeight - log.scrollTop - log.clientHeight < 80;
}"""


@pytest.mark.timeout(60)
async def test_a_picture_that_comes_late_does_not_hide_the_newest_words():
    async with served_stage() as served, browser() as chromium:
        page = await chromium.new_page(viewport={"width": 1200, "height": 480})
        page.set_default_timeout(45_000)
        await page.goto(served[-1])
        await page.wait_for_selector("[aria-current=page]", state="attached")
        for _ in range(4):
            await page.fill("#line", "/file hand")
            await page.press("#line", "Escape")
            await page.press("#line", "Enter")
        await page.wait_for_function("() => document.querySelectorAll('a.file').length === 4")
        await page.evaluate(LATE_PICTURE)
        await page.wait_for_function(AT_THE_END)
        assert await page.is_hidden("#newest")
