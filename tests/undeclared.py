"""Addresses that forgot to say who may use them."""

from django.http import HttpResponse
from django.urls import include, path

from schoolgate.community.powers import power


def careless(request):
    return HttpResponse("anybody could read this")


@power("people.sea")
def misspelt(request):
    return HttpResponse("anybody could read this")


urlpatterns = [
    path("open/", careless),
    path("misspelt/", misspelt),
    path("", include("schoolgate.web.urls")),
]
