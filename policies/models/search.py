"""What the search looks into: one row a clause, and one for the head of each document."""

from django.db import models

from policies.models.clauses import Clause
from policies.models.documents import PolicyVersion


class SearchRow(models.Model):
    """检索行 of an open text: `words` is folded (policies.grams), `pieces` are its characters and pairs.

    Derived: services.indexing writes it when a text is opened, and takes it out when a later one stands in its place.
    The index over `pieces` is the engine's own (migration 0002).
    """

    version = models.ForeignKey(
        PolicyVersion, models.CASCADE, related_name="search_rows", verbose_name="政策版本"
    )
    clause = models.OneToOneField(
        Clause, models.CASCADE, null=True, blank=True, related_name="search_row", verbose_name="条文"
    )
    dated_on = models.DateField("文件日期")
    words = models.TextField("检索文字")
    pieces = models.TextField("检索片段")

    class Meta:
        verbose_name = "检索行"
        verbose_name_plural = "检索行"
        ordering = ["-dated_on", "-pk"]
        indexes = [models.Index(fields=["-dated_on", "-id"], name="policies_searchrow_by_day")]

    def __str__(self) -> str:
        return str(self.clause or self.version)
