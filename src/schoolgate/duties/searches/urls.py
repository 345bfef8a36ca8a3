from django.urls import path

from schoolgate.duties.searches.views import posts, searching

CANDIDATE = "searches/<str:reference>/candidates/<int:number>/"

urlpatterns = [
    path("searches/", posts.posts, name="search_posts"),
    path("searches/open/", posts.open_post, name="search_open"),
    path("searches/<str:reference>/", posts.post, name="search_post"),
    path("searches/<str:reference>/people/", posts.people, name="search_people"),
    path("searches/<str:reference>/close/", posts.close, name="search_close"),
    path("searches/<str:reference>/hold/", posts.hold, name="search_hold"),
    path("searches/<str:reference>/let-go/", posts.let_go, name="search_let_go"),
    path("searches/<str:reference>/independent/", searching.independent, name="search_independent"),
    path("searches/<str:reference>/list/", searching.search_list, name="search_list"),
    path("searches/<str:reference>/candidates/add/", searching.add_candidate, name="search_add_candidate"),
    path(CANDIDATE, searching.candidate, name="search_candidate"),
    path(f"{CANDIDATE}told/", searching.told, name="search_told"),
    path(f"{CANDIDATE}take-off/", searching.take_off, name="search_take_off"),
    path(f"{CANDIDATE}letter/", searching.letter_to, name="search_letter"),
    path(f"{CANDIDATE}<int:search>/", searching.result, name="search_result"),
    path(f"{CANDIDATE}<int:search>/finding/", searching.finding, name="search_finding"),
    path(f"{CANDIDATE}<int:search>/put/", searching.put, name="search_put"),
]
