from django.urls import path

from schoolgate.casework.removals.views import asking, looking, removal

ONE = "cases/<str:reference>/removals/<int:number>/"

urlpatterns = [
    path("cases/<str:reference>/removals/", removal.removals, name="removals"),
    path("cases/<str:reference>/removals/add/", removal.add, name="removal_add"),
    path(ONE, removal.removal, name="removal"),
    path(f"{ONE}author/", asking.author, name="removal_author"),
    path(f"{ONE}network/", asking.network, name="removal_network"),
    path(f"{ONE}helpline/", asking.helpline, name="removal_helpline"),
    path(f"{ONE}look/", looking.look, name="removal_look"),
    path(f"{ONE}gone/", looking.gone, name="removal_gone"),
    path(f"{ONE}still-there/", looking.still_there, name="removal_still_there"),
    path(f"{ONE}give-up/", looking.give_up, name="removal_give_up"),
]
