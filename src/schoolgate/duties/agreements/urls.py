from django.urls import path

from schoolgate.duties.agreements.views import classes, desk, drafts, keeping, signature, signing

urlpatterns = [
    path("agreements/", signing.mine, name="agreements"),
    path("agreements/to/<slug:audience>/", signing.agreement, name="agreement"),
    path("agreements/to/<slug:audience>/sign/", signing.sign, name="agreement_sign"),
    path("agreements/to/<slug:audience>/decline/", signing.decline, name="agreement_decline"),
    path("agreements/for/<int:pk>/", signing.for_child, name="agreement_for_child"),
    path("agreements/for/<int:pk>/sign/", signing.sign_for_child, name="agreement_sign_for_child"),
    path("agreements/for/<int:pk>/decline/", signing.decline_for_child, name="agreement_decline_for_child"),
    path("agreements/answers/<int:pk>/", signature.signature, name="signature"),
    path("agreements/answers/<int:pk>/agreement.pdf", signature.signature_pdf, name="signature_pdf"),
    path("agreements/classes/", classes.classes, name="agreement_classes"),
    path("agreements/classes/<int:pk>/<slug:audience>/", classes.read_with_class, name="agreement_class"),
    path("agreements/classes/<int:pk>/<slug:audience>/list/", classes.class_list, name="agreement_class_list"),
    path("desk/", desk.desk, name="agreement_desk"),
    path("desk/add/", desk.desk_add, name="agreement_desk_add"),
    path("desk/done/", desk.desk_done, name="agreement_desk_done"),
    path("desk/<int:pk>/", desk.desk_person, name="agreement_desk_person"),
    path("desk/<int:pk>/decline/", desk.desk_decline, name="agreement_desk_decline"),
    path("agreement-texts/", keeping.keep, name="agreement_keep"),
    path("agreement-texts/start/", drafts.start, name="agreement_start"),
    path("agreement-texts/<int:pk>/", keeping.text, name="agreement_text"),
    path("agreement-texts/<int:pk>/write/", drafts.write, name="agreement_write"),
    path("agreement-texts/<int:pk>/publish/", drafts.publish, name="agreement_publish"),
    path("agreement-texts/<int:pk>/throw-away/", drafts.throw_away, name="agreement_throw_away"),
    path("agreement-texts/<int:pk>/keep/", keeping.keep_words, name="agreement_keep_words"),
    path("agreement-texts/<int:pk>/call-off/", keeping.call_off, name="agreement_call_off"),
    path("agreement-texts/<int:pk>/stop/", keeping.stop, name="agreement_stop"),
    path("agreement-texts/<int:pk>/signed/", keeping.register, name="agreement_register"),
]
