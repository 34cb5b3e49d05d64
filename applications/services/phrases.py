"""常用意见: sentences that a person keeps to say again."""

from django.db import transaction

from accounts.actors import Actor
from applications.models import Phrase
from applications.rules import can_use_queue
from core.errors import Invalid

MOST_PHRASES = 50
LONGEST_PHRASE = 200


@transaction.atomic
def add_phrase(*, actor: Actor, text: str) -> Phrase:
    """Keep a sentence; one that is kept already stays as it is."""
    can_use_queue(actor).demand()
    assert actor.user is not None
    text = " ".join(text.split())
    if not text:
        raise Invalid("请填写内容。", fields={"text": "请填写内容。"})
    if len(text) > LONGEST_PHRASE:
        message = f"常用意见最多 {LONGEST_PHRASE} 个字，请缩短。"
        raise Invalid(message, fields={"text": message})
    own = Phrase.objects.visible_to(actor)
    if not own.filter(text=text).exists() and own.count() >= MOST_PHRASES:
        message = f"常用意见最多 {MOST_PHRASES} 条，请先删除不用的。"
        raise Invalid(message, fields={"text": message})
    return Phrase.objects.get_or_create(user=actor.user, text=text)[0]


def remove_phrase(*, actor: Actor, phrase: Phrase) -> None:
    """Do not offer it any more; what was said with it stays."""
    can_use_queue(actor).demand()
    Phrase.objects.visible_to(actor).filter(pk=phrase.pk).delete()
