"""Excel in and out: uploads that are checked, previewed, confirmed and undone; lists that leave as workbooks."""

from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "exchange"
    verbose_name = "Excel 导入导出"

    def ready(self) -> None:
        from exchange import guards, rules

        guards.register()
        rules.register()
