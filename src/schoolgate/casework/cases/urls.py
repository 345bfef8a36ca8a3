from django.urls import path

from schoolgate.casework.cases.views import case

urlpatterns = [
    path("cases/<str:reference>/", case.case, name="case"),
]
