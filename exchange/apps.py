"""Excel in and out: uploads that are checked, previewed, confirmed and undone; lists that leave as workbooks."""

from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "exchange"
    verbose_name = "Excel 导入导出"

    def ready(self) -> None:
        from core import lists
        from exchange import guards, notices, rules
        from exchange.views import exports
        from notifications import kinds

        guards.register()
        rules.register()
        kinds.register(*notices.KINDS)
        lists.plug(exports.answer)
