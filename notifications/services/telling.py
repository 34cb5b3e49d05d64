"""One sentence to many people: called inside the transaction of whatever happened, and undone with it."""

from collections.abc import Iterable, Mapping

from django.db.models import Model, QuerySet
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from accounts.enums import Role
from accounts.models import Organisation, User
from notifications.kinds import kind_of
from notifications.models import Message
from notifications.selectors import colleagues, holders

LONGEST_URL = 200


def notify(
    *,
    kind: str,
    organisation: Organisation,
    roles: Iterable[Role],
    words: Mapping[str, str],
    url: str,
    target: Model | None = None,
    key: str = "",
    but_not: User | None = None,
) -> int:
    """Tell everybody who holds one of these roles in the unit today, `but_not` whoever did it; returns how many.

    `words` fills the sentence of the kind; `url` is a page of this portal. A `key` reaches each person once,
    however often it is sent. KeyError: unknown kind or missing word; ValueError: an address elsewhere.
    """
    message = _draft(kind=kind, organisation=organisation, words=words, url=url, target=target, key=key)
    return _send(message, holders(organisation, roles, at=timezone.localdate()), but_not)


def notify_users(
    *,
    kind: str,
    users: Iterable[User],
    organisation: Organisation,
    words: Mapping[str, str],
    url: str,
    target: Model | None = None,
    key: str = "",
    but_not: User | None = None,
) -> int:
    """Tell named people of one unit, as `notify` does; who no longer belongs to it today is left out."""
    message = _draft(kind=kind, organisation=organisation, words=words, url=url, target=target, key=key)
    return _send(message, colleagues(organisation, users, at=timezone.localdate()), but_not)


def _draft(
    *,
    kind: str,
    organisation: Organisation,
    words: Mapping[str, str],
    url: str,
    target: Model | None,
    key: str,
) -> Message:
    """The message without its reader; mistakes of the caller show even where nobody would be told."""
    sentence = kind_of(kind).words(words)
    is_local = url.startswith("/") and url_has_allowed_host_and_scheme(url, allowed_hosts=None)
    if not is_local or len(url) > LONGEST_URL:
        raise ValueError(f"a message leads to a page of this portal: {url}")
    return Message(
        kind=kind,
        organisation=organisation,
        target_type=target._meta.label_lower if target else "",
        target_id=str(target.pk) if target else "",
        words=sentence,
        url=url,
        key=key,
    )


def _send(message: Message, readers: QuerySet[User], but_not: User | None) -> int:
    """One query for the readers and one insert, whatever their number."""
    if but_not is not None:
        readers = readers.exclude(pk=but_not.pk)
    if message.key:
        readers = _unreached(readers, message.key)
    facts = {
        field.attname: getattr(message, field.attname)
        for field in Message._meta.concrete_fields
        if field.name not in {"id", "user"}
    }
    rows = [Message(user_id=pk, **facts) for pk in readers.values_list("pk", flat=True)]
    # Somebody may send the same key at this instant: the constraint decides, and nobody is disturbed.
    Message.objects.bulk_create(rows, ignore_conflicts=bool(message.key))
    return len(rows)


def _unreached(readers: QuerySet[User], key: str) -> QuerySet[User]:
    """Those to whom this key has not come yet."""
    return readers.exclude(messages__key=key)
