"""The wallboard: figures of a real center, what stands behind them, wall mode, and endurance."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import wait_until
from tests.browser.desk_page import AWAY, Desk, Walk
from tests.browser.scripted_board import Board, row

Judge = Callable[[Page], list[str]]
# A beat is one refresh; a busy day asks for one in two seconds.
BEATS = 450
FLAT_BYTES = 2_000_000


@pytest.fixture
def walk(window: Any, center_server: Any, site: Any) -> Walk:
    """Return a center that runs, with its desks and shop pages."""
    return Walk(window, center_server, site)


@pytest.fixture
def board() -> Board:
    """Return the figures of a known day."""
    return Board()


@pytest.fixture
def ada(walk: Walk, board: Board) -> Page:
    """Return a supervisor's page whose figures are those of the known day."""
    page = walk.window.open()
    page.route_web_socket("**/bus", lambda socket: board.connect(socket))
    Desk(page).sign_in(walk.center.link("ada"))
    expect(tile(page, "Sales")).to_contain_text("12 of 24 in time")
    return page


def tile(page: Page, name: str) -> Locator:
    return page.locator(".tile").filter(has_text=name)


def figure(place: Locator, label: str) -> Locator:
    return place.locator(".figure").filter(has_text=label)


def cells(page: Page, queue: str) -> list[str]:
    """Return a queue's row of the table, without the wait that moves by itself."""
    texts = page.get_by_role("row", name=queue).locator("th, td").all_inner_texts()
    return texts[:2] + texts[3:]


def test_wallboard_moves_with_the_work_and_a_reload_shows_the_same(
    walk: Walk, violations: Judge
) -> None:
    board = walk.desk("ada").page
    walk.customer(name="Anna").write("Hello")
    expect(figure(tile(board, "Sales"), "Waiting")).to_contain_text("1")
    mei = walk.desk("mei").go_ready()
    mei.accept("Anna")
    expect(tile(board, "Sales")).to_contain_text("1 of 1 in time")
    bo = walk.customer(name="Bo", queue="delivery")
    bo.write("Hello")
    expect(figure(tile(board, "Delivery"), "Waiting")).to_contain_text("1")
    bo.end()
    expect(figure(tile(board, "Delivery"), "Waiting")).to_contain_text("0")
    expect(board.get_by_role("row", name="Mei Lin")).to_contain_text("Engaged")
    walk.shoot(board, "wallboard")
    assert violations(board) == []

    board.get_by_role("button", name="Table").click()
    expect(board.get_by_role("row", name="Sales")).to_contain_text("100.0%")
    assert violations(board) == []
    followed = cells(board, "Sales")
    board.reload()
    board.get_by_role("button", name="Table").click()
    expect(board.get_by_role("row", name="Sales")).to_contain_text("100.0%")
    assert cells(board, "Sales") == followed
    assert followed[:3] == ["Sales and advice", "0", "100.0%"]


def test_figure_opens_with_its_definition_and_the_interactions_it_is_made_of(
    walk: Walk, violations: Judge
) -> None:
    mei = walk.desk("mei").go_ready()
    anna = walk.customer(name="Anna")
    anna.write("Hello")
    mei.accept("Anna")
    (answered,) = walk.log("InteractionAnswered")
    page = walk.desk("ada").page
    level = figure(tile(page, "Sales"), "Service level")
    expect(level).to_contain_text("100.0%")
    level.click()

    sheet = page.get_by_role("dialog", name="Service level")
    expect(sheet).to_contain_text("Sales and advice")
    expect(sheet).to_contain_text("answered within 20 s")
    expect(sheet).to_contain_text("Ax / (O - S)")
    expect(sheet).to_contain_text("ccsdk-1, version 1")
    expect(sheet.get_by_role("row")).to_have_count(2)
    expect(sheet).to_contain_text(answered["interaction"])
    assert violations(page) == []
    page.keyboard.press("Escape")
    expect(sheet).to_be_hidden()
    expect(level).to_be_focused()


def test_every_figure_of_the_wallboard_opens(walk: Walk) -> None:
    walk.customer(name="Anna").write("Hello")
    page = walk.desk("ada").page
    expect(figure(tile(page, "Sales"), "Waiting")).to_contain_text("1")
    expect(page.locator(".wallboard-head")).to_contain_text("Figures as of")

    opened = page.locator("[aria-haspopup=dialog]:not(th *)")
    for place in range(opened.count()):
        opened.nth(place).click()
        sheet = page.locator("dialog.explain")
        expect(sheet.locator(".explain-value, .table-place, .explain-none").first).to_be_visible()
        expect(sheet.locator(".problem")).to_have_count(0)
        page.keyboard.press("Escape")
    assert opened.count() >= 8 + 3 * 6 + 5 * 2


def test_waiting_figure_lists_who_waits_the_longest_first(walk: Walk) -> None:
    page = walk.desk("ada").page
    for name, place in (("Anna", 1), ("Bo", 2)):
        walk.customer(name=name).write("Hello")
        expect(figure(tile(page, "Sales"), "Waiting")).to_contain_text(str(place))
    figure(tile(page, "Sales"), "Longest wait").click()

    rows = page.get_by_role("dialog", name="Waiting").get_by_role("row")
    expect(rows).to_have_count(3)
    entered = [event["interaction"] for event in walk.log("InteractionQueued")]
    shown = [rows.nth(at).locator("td").first.inner_text() for at in (1, 2)]
    assert shown == entered


def test_rows_are_saved_as_csv_in_which_no_cell_is_a_formula(ada: Page, board: Board) -> None:
    evil = [row(1, outcome="=HYPERLINK(1)", wait_ms=8_000), row(2, outcome='+a,"b"', wait_ms=1)]
    board.explanation = {"numerator": evil}
    figure(tile(ada, "Sales"), "Service level").click()
    with ada.expect_download() as saved:
        sheet = ada.get_by_role("dialog", name="Service level")
        sheet.get_by_role("button", name="Download CSV").first.click()

    text = saved.value.path().read_text(encoding="utf-8-sig")
    head, *rows = csv.reader(io.StringIO(text))
    assert saved.value.suggested_filename == "service_level-numerator.csv"
    assert head == ["Interaction", "At", "Waited", "Outcome", "Log positions"]
    assert [each[0] for each in rows] == ["in_1", "in_2"]
    assert [each[2] for each in rows] == ["8000", "1"]
    assert [each[3] for each in rows] == ["'=HYPERLINK(1)", '\'+a,"b"']


def test_chart_has_the_same_numbers_as_table_and_file(ada: Page) -> None:
    volume = ada.locator("figure").filter(has_text="Interactions by half hour of arrival")
    volume.get_by_text("Show the numbers").click()
    shown = [
        line.locator("th, td").all_inner_texts()
        for line in volume.locator("tbody").get_by_role("row").all()
    ]
    with ada.expect_download() as saved:
        volume.get_by_role("button", name="Download CSV").click()

    head, *rows = csv.reader(io.StringIO(saved.value.path().read_text(encoding="utf-8-sig")))
    assert head == ["From", "Offered", "Answered", "Abandoned", "Waiting or moved on"]
    assert rows == shown
    assert len(rows) == 17
    offered, answered, abandoned, others = (sum(int(each[n]) for each in rows) for n in range(1, 5))
    assert offered == answered + abandoned + others
    expect(volume.locator("svg.drawing rect")).to_have_count(
        sum(cell != "0" for each in rows for cell in each[2:])
    )


def test_window_switch_asks_for_other_figures(ada: Page, board: Board) -> None:
    ada.get_by_role("button", name="Last 30 minutes").click()
    expect(tile(ada, "Sales")).to_contain_text("12 of 24 in time")
    figure(tile(ada, "Sales"), "Answered").click()
    sheet = ada.get_by_role("dialog", name="Answered")
    # The sheet opens before its figure is asked for: only what is answered was asked.
    expect(sheet.locator(".explain-value, .table-place, .explain-none").first).to_be_visible()

    windows = [(each["method"], each["data"]["window"]) for each in board.asked]
    assert windows[0] == ("metrics.v1", "today")
    assert windows[-2:] == [("metrics.v1", "last_30_min"), ("explain.v1", "last_30_min")]


def test_figures_that_cannot_be_computed_say_so_and_are_asked_for_again(
    ada: Page, board: Board, violations: Judge
) -> None:
    board.refusal = {"code": "internal", "retryable": False, "ref": "er_figures"}
    ada.get_by_role("button", name="Last 30 minutes").click()
    problem = ada.get_by_role("alert")
    expect(problem).to_contain_text("nothing is lost")
    expect(problem).to_contain_text("er_figures")
    assert violations(ada) == []

    board.refusal = None
    problem.get_by_role("button", name="Try again").click()
    expect(tile(ada, "Sales")).to_contain_text("12 of 24 in time")
    expect(problem).to_have_count(0)


def test_cell_of_the_matrix_shows_its_agents_only(walk: Walk, ada: Page) -> None:
    walk.desk("mei").go_ready()
    ada.get_by_role("button", name="Ready, Idle: 1").click()

    agents = ada.get_by_role("region", name="1 agent: Ready, Idle").locator("tbody")
    expect(agents.get_by_role("row")).to_have_count(1)
    expect(agents).to_contain_text("Mei Lin")
    ada.get_by_role("button", name="Ready, Idle: 1").click()
    expect(ada.get_by_role("region", name="Agents, one by one").locator("tbody tr")).to_have_count(
        5
    )


def test_lost_line_greys_the_figures_and_tells_their_age(walk: Walk, ada: Page) -> None:
    walk.window.allow(AWAY)
    walk.center.kill()

    expect(ada.get_by_role("alert")).to_contain_text("No connection")
    expect(ada.locator(".strip-age")).to_contain_text("What you see is 0:")
    quiet = ada.evaluate(COLOUR, ".strip-age + .none, .wallboard-head p")
    value = ada.locator(".tile .figure strong").first
    expect(value).to_have_css("color", quiet)
    walk.center.start()
    expect(ada.locator(".line")).to_have_text("Live")
    expect(value).not_to_have_css("color", quiet)


def test_wall_mode_shows_figures_only_and_survives_a_reload(
    walk: Walk, ada: Page, violations: Judge
) -> None:
    ada.keyboard.press("w")
    expect(ada.locator(".top")).to_be_hidden()
    expect(ada.locator(".rail")).to_be_hidden()
    expect(tile(ada, "Sales")).to_be_visible()
    walk.shoot(ada, "wall")
    assert violations(ada) == []
    ada.reload()
    expect(tile(ada, "Sales")).to_contain_text("12 of 24 in time")
    expect(ada.locator(".top")).to_be_hidden()

    ada.get_by_role("button", name="Leave wall mode").click()
    expect(ada.locator(".top")).to_be_visible()


@pytest.mark.parametrize(("width", "columns"), [(1440, 4), (768, 2), (320, 1)])
def test_tiles_stand_in_as_many_columns_as_there_is_room(
    ada: Page, width: int, columns: int
) -> None:
    ada.set_viewport_size({"width": width, "height": 900})

    starts = {box["x"] for box in (each.bounding_box() for each in ada.locator(".tile").all())}
    assert len(starts) == columns
    assert ada.evaluate("document.documentElement.scrollWidth") == width


def test_hidden_board_asks_for_nothing_and_is_fresh_when_it_is_shown(
    walk: Walk, ada: Page, board: Board
) -> None:
    desk = Desk(ada)
    desk.hide()
    asked = len(board.asked)
    walk.customer(name="Anna").write("Hello")
    wait_until(lambda: walk.log("InteractionQueued"))
    board.offered = 24
    assert len(board.asked) == asked

    desk.show()
    expect(tile(ada, "Sales")).to_contain_text("6 of 12 in time")
    expect(figure(tile(ada, "Sales"), "Waiting")).to_contain_text("1")


def test_heap_is_flat_after_a_quarter_of_an_hour_of_the_busiest_updates(ada: Page) -> None:
    """Refresh as often as a busy quarter of an hour does, without its pauses: some 50 times faster.

    What leaks per refresh shows all the same; what leaks per hour of doing nothing does not.
    """
    ada.evaluate("location.hash = 'wallboard/wall'")
    session = ada.context.new_cdp_session(ada)
    pulse(ada, BEATS // 3)
    before = heap(session)
    pulse(ada, BEATS)

    grown = heap(session) - before
    assert grown < FLAT_BYTES
    nodes = session.send("Memory.getDOMCounters")
    assert nodes["jsEventListeners"] < 1_000


COLOUR = "(selector) => getComputedStyle(document.querySelector(selector)).color"
# Each choice of a window asks anew and draws everything again, as a refresh does.
PULSE = """async (beats) => {
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  for (let beat = 0; beat < beats; beat += 1) {
    document.querySelector(".shapes button[aria-pressed=false]").click();
    do await frame();
    while (!document.querySelector(".wallboard-head").textContent.includes("as of"));
  }
}"""


def pulse(page: Page, beats: int) -> None:
    """Let new figures arrive, one set after the other."""
    page.evaluate(PULSE, beats)


def heap(session: Any) -> int:
    """Return the bytes in use once nothing that is garbage is left."""
    session.send("HeapProfiler.collectGarbage")
    return int(session.send("Runtime.getHeapUsage")["usedSize"])
