from django.apps import AppConfig


class DeclarationsConfig(AppConfig):
    name = "schoolgate.duties.declarations"
    label = "declarations"

    def ready(self) -> None:
        from schoolgate.duties.declarations import following

        following.listen()
