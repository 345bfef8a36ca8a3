from django.apps import AppConfig


class LettersConfig(AppConfig):
    name = "schoolgate.casework.letters"
    label = "letters"
