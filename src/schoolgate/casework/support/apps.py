from django.apps import AppConfig


class SupportConfig(AppConfig):
    name = "schoolgate.casework.support"
    label = "support"

    def ready(self) -> None:
        from schoolgate.casework.support import following, reading

        following.listen()
        reading.listen()
