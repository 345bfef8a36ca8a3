from django.urls import path

from schoolgate.community import views

urlpatterns = [
    path("school/choose/", views.choose_school, name="choose_school"),
    path("school/offers/<int:pk>/accept/", views.accept_school, name="accept_school"),
    path("school/offers/<int:pk>/decline/", views.decline_school, name="decline_school"),
    path("people/", views.people, name="people"),
    path("people/add/", views.add_person, name="add_person"),
    path("people/<int:pk>/", views.person, name="person"),
    path("people/<int:pk>/roles/", views.assign_role, name="assign_role"),
    path("people/<int:pk>/roles/<int:holding>/end/", views.end_role, name="end_role"),
    path("people/<int:pk>/remove/", views.remove_person, name="remove_person"),
]
