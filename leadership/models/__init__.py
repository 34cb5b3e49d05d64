"""Groups, their seats, who vouched for a roster, and the liaisons of member units."""

from leadership.models.groups import LeadingGroup, RosterConfirmation
from leadership.models.liaisons import Liaison
from leadership.models.seats import Seat

__all__ = ["LeadingGroup", "Liaison", "RosterConfirmation", "Seat"]
