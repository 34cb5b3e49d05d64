"""Everything that happens to leading groups, their seats and the people in them."""

from leadership.services.copying import CopiedSeat, copy_group
from leadership.services.entering import Entered, Entry, EntryPost, enter_roster
from leadership.services.groups import confirm_roster, found_group, update_group
from leadership.services.holders import Change, NewPerson, change_holders
from leadership.services.liaisons import reveal_liaison, set_liaison
from leadership.services.reminding import remind_of_rosters
from leadership.services.seats import SeatFacts, add_seat, add_seats, end_seat, update_seat
from leadership.services.units import add_unit

__all__ = [
    "Change",
    "CopiedSeat",
    "Entered",
    "Entry",
    "EntryPost",
    "NewPerson",
    "SeatFacts",
    "add_seat",
    "add_seats",
    "add_unit",
    "change_holders",
    "confirm_roster",
    "copy_group",
    "end_seat",
    "enter_roster",
    "found_group",
    "remind_of_rosters",
    "reveal_liaison",
    "set_liaison",
    "update_group",
    "update_seat",
]
