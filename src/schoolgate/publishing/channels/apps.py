from django.apps import AppConfig


class ChannelsConfig(AppConfig):
    name = "schoolgate.publishing.channels"
    label = "channels"

    def ready(self) -> None:
        from schoolgate.publishing.channels import following

        following.listen()
