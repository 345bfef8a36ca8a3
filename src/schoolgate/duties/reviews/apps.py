from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    name = "schoolgate.duties.reviews"
    label = "reviews"
