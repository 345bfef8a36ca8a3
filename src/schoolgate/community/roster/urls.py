from django.urls import path

from schoolgate.community.roster import views

urlpatterns = [
    path("", views.rosters, name="rosters"),
    path("upload/", views.roster_upload, name="roster_upload"),
    path("<int:pk>/", views.roster, name="roster"),
    path("<int:pk>/columns/", views.roster_columns, name="roster_columns"),
    path("<int:pk>/school/", views.roster_school, name="roster_school"),
    path("<int:pk>/bring-in/", views.roster_bring_in, name="roster_bring_in"),
    path("<int:pk>/call-off/", views.roster_call_off, name="roster_call_off"),
]
