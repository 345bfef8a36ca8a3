from django.apps import AppConfig


class RemovalsConfig(AppConfig):
    name = "schoolgate.casework.removals"
    label = "removals"

    def ready(self) -> None:
        from schoolgate.casework.removals import following

        following.listen()
