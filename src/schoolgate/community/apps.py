from django.apps import AppConfig


class CommunityConfig(AppConfig):
    name = "schoolgate.community"
    label = "community"

    def ready(self) -> None:
        from schoolgate.community import checks, powers

        powers.table()  # a mistake in any app's powers stops the start
        checks.register_all()
