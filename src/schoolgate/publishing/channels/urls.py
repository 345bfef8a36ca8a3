from django.urls import path

from schoolgate.publishing.channels.views import account, found, people, proposing, public, risks

urlpatterns = [
    path("official-accounts/", public.schools, name="official_accounts_schools"),
    path("official-accounts/<slug:school>/", public.official, name="official_accounts"),
    path("accounts/", account.register, name="accounts"),
    path("accounts/propose/", proposing.propose, name="account_propose"),
    path("accounts/propose/check/", proposing.check, name="account_propose_check"),
    path("accounts/propose/<slug:step>/", proposing.step, name="account_propose_step"),
    path("accounts/found/", found.found, name="account_found"),
    path("accounts/<int:pk>/", account.account, name="account"),
    path("accounts/<int:pk>/change/<slug:step>/", proposing.change, name="account_change"),
    path("accounts/<int:pk>/second/", proposing.second, name="account_second"),
    path("accounts/<int:pk>/risks/", risks.risks, name="account_risks"),
    path("accounts/<int:pk>/risks/<int:number>/", risks.risk, name="account_risk"),
    path("accounts/<int:pk>/safe/", risks.safe, name="account_safe"),
    path("accounts/<int:pk>/ask/", account.ask_for_it, name="account_ask"),
    path("accounts/<int:pk>/drop/", account.drop, name="account_drop"),
    path("accounts/<int:pk>/close/", account.close, name="account_close"),
    path("accounts/<int:pk>/connect/", account.connect, name="account_connect"),
    path("accounts/<int:pk>/disconnect/", account.disconnect, name="account_disconnect"),
    path("accounts/<int:pk>/access/", people.access, name="account_access"),
    path("accounts/<int:pk>/access/listed/", people.listed, name="account_listed"),
    path("accounts/<int:pk>/access/<int:admin>/off/", people.off, name="account_off"),
    path("accounts/<int:pk>/people/<slug:part>/", people.hand_over, name="account_hand_over"),
]
