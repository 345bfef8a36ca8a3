from django.urls import path

from schoolgate.casework.steps.views import deciding, ladder, leaving, showing

urlpatterns = [
    path("cases/<str:reference>/steps/", ladder.steps, name="steps"),
    path("cases/<str:reference>/steps/showing/", showing.steps_showing, name="steps_showing"),
    path("cases/<str:reference>/steps/showing.pdf", showing.steps_showing_pdf, name="steps_showing_pdf"),
    path("cases/<str:reference>/steps/not-taken/", leaving.steps_not_taken, name="steps_not_taken"),
    path("cases/<str:reference>/steps/<str:rung>/", deciding.step, name="step"),
    path("cases/<str:reference>/steps/<str:rung>/agree/", deciding.step_agree, name="step_agree"),
    path("cases/<str:reference>/steps/<str:rung>/<str:decision>/", deciding.step_decide, name="step_decide"),
]
