"""Why a document cannot be read: one Chinese sentence for whoever sent it."""


class Unreadable(Exception):
    """The file is broken, locked, without text or of another kind; `sentence` says what to do."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class NoPolicy(Unreadable):
    """The file can be read and is no official document."""
