"""A diary: a file of bookings read, priced in one go, compared and printed."""
