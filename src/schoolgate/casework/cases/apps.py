from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "schoolgate.casework.cases"
    label = "cases"
