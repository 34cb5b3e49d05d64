"""Creating users, changing them, and letting them in or out."""

from dataclasses import dataclass
from typing import Any

from axes.utils import reset as reset_sign_in_failures
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts import rules
from accounts.actors import Actor
from accounts.models import Person, User
from accounts.services.changes import change, changes, demand_fresh, fingerprint
from accounts.services.memberships import lock_administrators
from accounts.services.passwords import draw_password
from core import acts
from core.errors import Invalid
from core.templatetags.formats import mask_email, mask_phone

TAKEN = "这个用户名已有人使用，请换一个。"


@dataclass(frozen=True, slots=True)
class Issued:
    """A user together with the one-time password that was drawn for them."""

    user: User
    password: str


def user_fingerprint(user: User) -> str:
    """What an edit page carries to notice that the user was changed meanwhile."""
    return fingerprint(_values(user))


@transaction.atomic
def create_user(
    *, actor: Actor, username: str, display_name: str, telephone: str = "", person: Person | None = None
) -> Issued:
    """A new account with a one-time password that has to be changed at the first sign-in. Invalid: name taken."""
    rules.can_create_user(actor).demand()
    if User.objects.filter(username=User.normalize_username(username)).exists():
        raise Invalid(TAKEN, fields={"username": TAKEN})
    password = draw_password()
    try:
        with transaction.atomic():
            user = User.objects.create_user(
                username,
                password,
                display_name=display_name,
                telephone=telephone,
                person=person,
                must_change_password=True,
            )
    except IntegrityError as error:
        raise Invalid(TAKEN, fields={"username": TAKEN}) from error
    nobody = dict.fromkeys(_values(user))
    _record(actor, "user.create", user, changes=changes(nobody, _values(user)))
    return Issued(user, password)


@transaction.atomic
def update_user(
    *,
    actor: Actor,
    user: User,
    display_name: str,
    telephone: str,
    email: str,
    person: Person | None,
    seen: str = "",
) -> User:
    """Change name, telephone, address and person; `seen` is `user_fingerprint` of the page. Conflict when it is stale."""
    user = _locked(user)
    before = _values(user)
    demand_fresh(seen, before)
    rules.can_link_person(actor, user, person).demand()
    user.display_name, user.telephone, user.email, user.person = display_name, telephone, email, person
    user.save(update_fields=["display_name", "telephone", "email", "person"])
    if difference := changes(before, _values(user)):
        _record(actor, "user.update", user, changes=difference)
    return user


@transaction.atomic
def disable_user(*, actor: Actor, user: User) -> User:
    """Close the account and end every session of it at once."""
    lock_administrators()
    user = _locked(user)
    rules.can_disable_user(actor, user).demand()
    user.is_active = False
    # Enabled again later, a session of today must not come back to life.
    user.session_epoch += 1
    user.save(update_fields=["is_active", "session_epoch"])
    _record(actor, "user.disable", user, changes=[change("状态", "启用", "停用")])
    return user


@transaction.atomic
def enable_user(*, actor: Actor, user: User) -> User:
    """Open a closed account again; its password is still the old one."""
    user = _locked(user)
    rules.can_enable_user(actor, user).demand()
    user.is_active = True
    user.save(update_fields=["is_active"])
    _record(actor, "user.enable", user, changes=[change("状态", "停用", "启用")])
    return user


@transaction.atomic
def unlock_user(*, actor: Actor, user: User) -> int:
    """Forget failed sign-ins, from every address; returns how many addresses had some."""
    rules.can_administer(actor).demand()
    count: int = reset_sign_in_failures(username=user.username)
    _record(actor, "user.unlock", user)
    return count


@transaction.atomic
def reset_password(*, actor: Actor, user: User) -> Issued:
    """A new one-time password; sessions end because they are bound to the old one, a lock-out is lifted."""
    user = _locked(user)
    rules.can_reset_password(actor, user).demand()
    password = draw_password()
    user.set_password(password)
    user.must_change_password = True
    user.save(update_fields=["password", "must_change_password"])
    reset_sign_in_failures(username=user.username)
    _record(actor, "user.reset_password", user)
    return Issued(user, password)


@transaction.atomic
def change_password(*, actor: Actor, user: User, password: str) -> User:
    """One's own new password; the caller keeps this session, all others end because they are bound to the old one."""
    user = _locked(user)
    user.set_password(password)
    user.must_change_password = False
    user.save(update_fields=["password", "must_change_password"])
    _record(actor, "user.change_password", user)
    return user


@transaction.atomic
def change_email(*, actor: Actor, email: str) -> User:
    """One's own address for mail, empty for none; the user stays locked until the caller's transaction ends."""
    assert actor.user is not None, "one's own address is behind the sign-in"
    user = _locked(actor.user)
    if user.email == email:
        return user
    difference = [change("电子邮箱", mask_email(user.email), mask_email(email))]
    user.email = email
    user.save(update_fields=["email"])
    _record(actor, "user.change_email", user, changes=difference)
    return user


@transaction.atomic
def close_tour(*, actor: Actor) -> None:
    """Put the first steps away for good; done already: nothing happens."""
    assert actor.user is not None, "the workbench is behind the sign-in"
    user = _locked(actor.user)
    if user.tour_done_at is None:
        user.tour_done_at = timezone.now()
        user.save(update_fields=["tour_done_at"])
        _record(actor, "user.close_tour", user)


@transaction.atomic
def reveal_telephone(*, actor: Actor, user: User) -> str:
    """The full number, and an act that says who asked to see it."""
    rules.can_reveal_telephone(actor, user).demand()
    _record(actor, "user.reveal_telephone", user)
    return user.telephone


def _locked(user: User) -> User:
    row: User = User.objects.select_for_update().get(pk=user.pk)
    return row


def _values(user: User) -> dict[str, Any]:
    """What an administrator may change; telephone and address stay masked because the act log is kept for good."""
    return {
        "用户名": user.username,
        "姓名": user.display_name,
        "手机": mask_phone(user.telephone),
        "电子邮箱": mask_email(user.email),
        "人员": f"{user.person}（{user.person_id}）" if user.person else None,
    }


def _record(actor: Actor, verb: str, user: User, **details: Any) -> None:
    acts.record(actor=actor, verb=verb, target=user, details=details)
