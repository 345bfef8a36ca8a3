from django.urls import path

from schoolgate.publishing.takedowns.views import family, school

urlpatterns = [
    path("takedowns/", school.takedowns, name="takedowns"),
    path("takedowns/mine/", family.mine, name="my_takedowns"),
    path("gone/<str:secret>/", family.letter, name="takedown_letter"),
]
