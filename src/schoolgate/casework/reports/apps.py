from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "schoolgate.casework.reports"
    label = "reports"

    def ready(self) -> None:
        from schoolgate.casework.reports import following

        following.listen()
