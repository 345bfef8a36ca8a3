from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "schoolgate.casework.cases"
    label = "cases"

    def ready(self) -> None:
        from schoolgate.casework.cases import following, proved

        proved.begin()
        following.listen()
