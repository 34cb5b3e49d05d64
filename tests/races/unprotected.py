"""The portal as a careless colleague would have written it, without its locks: for the controls alone."""

from django.db.models import QuerySet

from config.wsgi import application

QuerySet.select_for_update = lambda rows, **options: rows

__all__ = ["application"]
