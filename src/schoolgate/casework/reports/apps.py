from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "schoolgate.casework.reports"
    label = "reports"
