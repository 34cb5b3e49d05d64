"""Telling people, what they have read, what they want mailed, and the daily mail."""

from notifications.services.digests import send_digests
from notifications.services.reading import mark_read, save_settings, settle, sweep_messages
from notifications.services.telling import notify, notify_users

__all__ = ["mark_read", "notify", "notify_users", "save_settings", "send_digests", "settle", "sweep_messages"]
