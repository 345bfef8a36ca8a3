from django.apps import AppConfig


class DutiesConfig(AppConfig):
    name = "schoolgate.duties"
    label = "duties"

    def ready(self) -> None:
        from schoolgate.duties import following

        following.listen()
