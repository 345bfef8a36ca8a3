from django.urls import path

from schoolgate.casework.letters.views import letter, public, sending, wording, writing

LETTER = "cases/<str:reference>/letters/<str:letter>/"

urlpatterns = [
    path("cases/<str:reference>/letters/", letter.letters, name="letters"),
    path("cases/<str:reference>/letters/write/", writing.choose, name="letter_choose"),
    path("cases/<str:reference>/letters/write/<str:key>/", writing.begin, name="letter_write"),
    path(LETTER, letter.letter, name="letter"),
    path(f"{LETTER}words/", writing.words, name="letter_words"),
    path(f"{LETTER}letter.pdf", letter.paper, name="letter_paper"),
    path(f"{LETTER}drafts/<int:number>/", letter.draft, name="letter_draft"),
    path(f"{LETTER}mail/", sending.by_mail, name="letter_mail"),
    path(f"{LETTER}paper/", sending.on_paper, name="letter_handed_over"),
    path(f"{LETTER}put-away/", sending.put_away, name="letter_put_away"),
    path(f"{LETTER}stop/<int:pk>/", sending.stop, name="letter_stop"),
    path("letter/<str:secret>/", public.read, name="letter_read"),
    path("letter-words/", wording.wordings, name="letter_wordings"),
    path("letter-words/<str:key>/", wording.wording, name="letter_wording"),
    path("letter-words/<str:key>/ours/", wording.ours, name="letter_wording_ours"),
]
