from django.urls import path

from schoolgate.casework.board.views import board, numbers, patterns, people, search

urlpatterns = [
    path("cases/board/", board.board, name="cases_board"),
    path("cases/numbers/", numbers.numbers, name="cases_numbers"),
    path("cases/patterns/", patterns.patterns, name="cases_patterns"),
    path("cases/search/", search.search, name="cases_search"),
    path("cases/people/<int:pk>/", people.history, name="cases_person"),
]
