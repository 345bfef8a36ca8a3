from django.apps import AppConfig


class ChannelsConfig(AppConfig):
    name = "schoolgate.publishing.channels"
    label = "channels"
