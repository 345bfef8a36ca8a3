from django.urls import path

from schoolgate.casework.evidence.sharing.views import choosing, referral

ONE = "cases/<str:reference>/sharing/<str:referral>/"

urlpatterns = [
    path("cases/<str:reference>/sharing/", referral.sharing, name="sharing"),
    path("cases/<str:reference>/sharing/new/<str:step>/", choosing.share, name="share"),
    path(ONE, referral.referral, name="referral"),
    path(f"{ONE}bundle/", referral.bundle, name="referral_bundle"),
    path(f"{ONE}key/", referral.key, name="referral_key"),
    path(f"{ONE}again/", referral.again, name="referral_again"),
]
