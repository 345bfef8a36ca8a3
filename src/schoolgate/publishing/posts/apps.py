from django.apps import AppConfig


class PostsConfig(AppConfig):
    name = "schoolgate.publishing.posts"
    label = "posts"
