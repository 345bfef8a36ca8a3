from django.apps import AppConfig


class TakedownsConfig(AppConfig):
    name = "schoolgate.publishing.takedowns"
    label = "takedowns"

    def ready(self) -> None:
        from schoolgate.publishing.takedowns import following, opening

        opening.listen()
        following.listen()
