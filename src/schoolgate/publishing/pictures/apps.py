from django.apps import AppConfig


class PicturesConfig(AppConfig):
    name = "schoolgate.publishing.pictures"
    label = "pictures"
