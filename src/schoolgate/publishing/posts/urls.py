from django.urls import path

from schoolgate.publishing.posts.views import (
    archive,
    feed,
    handing,
    one,
    own_words,
    pictures,
    removing,
    stopping,
    writing,
)

urlpatterns = [
    path("posts/", archive.posts, name="posts"),
    path("posts.csv", archive.export, name="posts_csv"),
    path("posts/new/", writing.new, name="post_new"),
    path("posts/stop/", stopping.stop, name="posts_stop"),
    path("posts/own/", own_words.own_words, name="posts_own"),
    path("posts/<str:reference>/", one.post, name="post"),
    path("posts/<str:reference>/change/", writing.change, name="post_change"),
    path("posts/<str:reference>/pictures/", pictures.choose, name="post_pictures"),
    path("posts/<str:reference>/pictures/<int:version>/<int:number>/", pictures.shown, name="post_picture"),
    path("posts/<str:reference>/copies/<int:number>/", archive.copy, name="post_copy"),
    path("posts/<str:reference>/fix/", writing.fix, name="post_fix"),
    path("posts/<str:reference>/ask/", one.ask_for, name="post_ask"),
    path("posts/<str:reference>/drop/", one.drop, name="post_drop"),
    path("posts/<str:reference>/down/", removing.down, name="post_down"),
    path("posts/<str:reference>/again/<int:delivery>/", removing.again, name="post_again"),
    path("posts/<str:reference>/by-hand/<int:delivery>/", removing.by_hand, name="post_by_hand"),
    path("posts/<str:reference>/gone/<int:row>/", removing.gone, name="post_gone"),
    path("handed/<int:delivery>/<int:place>/<slug:said>", handing.media, name="post_media"),
    path("schools/<slug:school>/posts.atom", feed.feed, name="posts_feed"),
]
