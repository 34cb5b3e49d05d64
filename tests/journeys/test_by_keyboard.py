"""A county fills in a whole application without touching the mouse, with and without JavaScript."""

import pytest
from playwright.sync_api import expect

from applications.blocks import BLOCKS
from applications.enums import State
from applications.models import Application
from tests.factories import World
from tests.factories.people import PASSWORD
from tests.journeys.conftest import SignIn
from tests.journeys.keyboard import FARTHEST, Keyboard, Stop

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

NUMBER = "12"
FIELDS = {"INPUT", "SELECT", "TEXTAREA"}
ANSWERS = {each.name for block in BLOCKS for each in block.answers}
FIGURES = {key for block in BLOCKS for key in block.figures}


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_a_whole_application_with_the_keyboard_alone(world: World, sign_in: SignIn, scripts: bool) -> None:
    keys = Keyboard(sign_in(None, java_script_enabled=scripts))
    find_the_form(keys, world)
    fill_in_everything(keys, saves_each_block=not scripts)
    expect(keys.page.locator(".messages")).to_contain_text("已保存，尚未提交")

    row = Application.objects.get(town=world.town)
    answers, figures = row.draft["answers"], row.draft["figures"]
    given = {name for name, value in answers.items() if value not in ("", None, [])}
    assert given >= ANSWERS - {"category"} and row.draft["category"]
    assert set(figures) == FIGURES and all(len(by_year) == 3 for by_year in figures.values())

    keys.open("提交")
    expect(keys.page.locator(".messages")).to_contain_text("已提交")
    assert Application.objects.get(pk=row.pk).state == State.SUBMITTED


def find_the_form(keys: Keyboard, world: World) -> None:
    """Sign in, open the list, choose the town, make the draft."""
    assert world.filer.user is not None
    keys.page.goto("/accounts/login/")
    keys.go_to(name="username")
    keys.write(world.filer.user.username)
    keys.go_to(name="password")
    keys.write(PASSWORD)
    press_enter(keys)
    keys.page.goto("/applications/")
    keys.open("新建申报")
    keys.go_to(name="town")
    keys.press("ArrowDown")
    assert keys.here().value == str(world.town.pk)
    keys.open("建立草稿")


def fill_in_everything(keys: Keyboard, *, saves_each_block: bool) -> None:
    """From the first field to 保存并去提交; without scripts each part is saved at its button."""
    saved: set[str] = set()
    answered: set[str] = set()
    for _ in range(3 * FARTHEST):
        stop = keys.next()
        if stop.name == "leave":
            break
        if stop.tag == "BUTTON" and saves_each_block and stop.block not in {"", *saved}:
            saved.add(stop.block)
            press_enter(keys)
        elif stop.block and stop.tag in FIELDS and stop.id not in answered:
            answer(keys, stop, is_first=stop.name not in answered)
            answered |= {stop.id, stop.name}
    else:
        raise AssertionError("the keyboard does not reach the end of the form")
    press_enter(keys)


def press_enter(keys: Keyboard) -> None:
    with keys.page.expect_navigation():
        keys.press("Enter")


def answer(keys: Keyboard, stop: Stop, *, is_first: bool) -> None:
    """The first choice of a group, the first line of a list, a number for a figure, a sentence for a text."""
    if stop.type in {"checkbox", "radio"}:
        # 以上均无 would contradict what was just ticked.
        if is_first and not stop.name.startswith("no_"):
            keys.press("Space")
    elif stop.tag == "SELECT":
        keys.press("ArrowDown")
    elif any(key in stop.name for key in FIGURES):
        keys.press("Control+a")
        keys.write(NUMBER)
    else:
        keys.write("试验文字。" if stop.tag == "TEXTAREA" else "试验")
