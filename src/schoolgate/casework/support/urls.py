from django.urls import path

from schoolgate.casework.support.views import looking_after, offering, own

CASE = "cases/<str:reference>/support/"
FILE = "supporting/<str:file>/"
OWN = "support/<str:file>/"

urlpatterns = [
    path(CASE, offering.of_case, name="support_of_case"),
    path(f"{CASE}<str:party>/", offering.choose, name="support_offer"),
    path(f"{CASE}<str:party>/<int:person>/", offering.offer, name="support_offer_words"),
    path(FILE, looking_after.file, name="support_file"),
    path(f"{FILE}want/", looking_after.want, name="support_want_for"),
    path(f"{FILE}write/", looking_after.write, name="support_write_to"),
    path(f"{FILE}check-in/", looking_after.check_in, name="support_check_in"),
    path(f"{FILE}cannot/", looking_after.cannot, name="support_cannot"),
    path(f"{FILE}go-on/", looking_after.go_on, name="support_go_on"),
    path(f"{FILE}end/", looking_after.end, name="support_end"),
    path(f"{FILE}supporter/", offering.supporter, name="support_supporter"),
    path(f"{FILE}happened/", offering.happened, name="support_happened"),
    path(f"{FILE}parents/", offering.family, name="support_family"),
    path("support/", own.support, name="support"),
    path(OWN, own.page, name="support_own"),
    path(f"{OWN}answer/", own.answer, name="support_answer"),
    path(f"{OWN}want/", own.want, name="support_want"),
    path(f"{OWN}write/", own.write, name="support_write"),
    path(f"{OWN}not-all-right/", own.not_all_right, name="support_not_all_right"),
    path(f"{OWN}enough/", own.enough, name="support_enough"),
]
