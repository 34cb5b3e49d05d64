"""Reading rosters, their past, and the units and people in them."""
