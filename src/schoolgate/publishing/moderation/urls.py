from django.urls import path

from schoolgate.publishing.moderation.views import listing, one, rounds, rules

urlpatterns = [
    path("comments/", listing.comments, name="comments"),
    path("comments/looked-at/", listing.looked, name="comments_looked_at"),
    path("comments/<int:pk>/", one.comment, name="comment"),
    path("comments/<int:pk>/hide/", one.hide, name="comment_hide"),
    path("comments/<int:pk>/show/", one.show, name="comment_show"),
    path("comments/<int:pk>/leave/", one.leave, name="comment_leave"),
    path("comments/<int:pk>/delete/", one.delete, name="comment_delete"),
    path("comments/<int:pk>/raise/", one.raise_it, name="comment_raise"),
    path("comments/<int:pk>/by-hand/", one.by_hand, name="comment_by_hand"),
    path("comments/<int:pk>/again/", one.again, name="comment_again"),
    path("accounts/<int:pk>/round/", rounds.look_over, name="account_round"),
    path("accounts/<int:pk>/rounds/", rounds.rounds, name="account_rounds"),
    path("page-rules/<slug:school>/", rules.rules, name="page_rules"),
]
