from django.urls import path

from schoolgate.duties.reviews import views

urlpatterns = [
    path("reviews/", views.reviews, name="reviews"),
    path("reviews/changed/", views.review_changed, name="review_changed"),
    path("reviews/<str:key>/", views.review, name="review"),
    path("reviews/<str:key>/record/", views.review_record, name="review_record"),
]
