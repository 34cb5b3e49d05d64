"""The two ways in which what the engine is given can be wrong: the facts, or the standard."""


class CriteriaError(Exception):
    """Something typed or written is wrong: `where` names the place, `message` is one Chinese sentence."""

    def __init__(self, where: str, message: str) -> None:
        super().__init__(where, message)
        self.where = where
        self.message = message

    def __str__(self) -> str:
        return f"{self.where}：{self.message}" if self.where else self.message


class FactsError(CriteriaError):
    """A fact that cannot be true or cannot be read; `field` is its key, as in `market_share.city`."""

    @property
    def field(self) -> str:
        return self.where


class StandardError(CriteriaError):
    """A standard that cannot be applied; `path` leads to the place.

    As in `criteria[3].requirements[1].params.unit`.
    """

    @property
    def path(self) -> str:
        return self.where
