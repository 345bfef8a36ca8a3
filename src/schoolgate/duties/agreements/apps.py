from django.apps import AppConfig


class AgreementsConfig(AppConfig):
    name = "schoolgate.duties.agreements"
    label = "agreements"
