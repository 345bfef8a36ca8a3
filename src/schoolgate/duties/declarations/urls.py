from django.urls import path

from schoolgate.duties.declarations.views import asked, making, reading

urlpatterns = [
    path("declare/", making.choose, name="declare"),
    path("declare/child/", making.child_now, name="declare_child_now"),
    path("declare/asked/", asked.asked, name="declare_asked"),
    path("declare/<slug:kind>/check/", making.check, name="declare_check"),
    path("declare/<slug:kind>/<slug:question>/", making.question, name="declare_question"),
    path("declarations/", reading.declarations, name="declarations"),
    path("declarations/<str:reference>/", reading.declaration, name="declaration"),
    path("declarations/<str:reference>/<slug:verb>/", reading.act, name="declaration_act"),
]
