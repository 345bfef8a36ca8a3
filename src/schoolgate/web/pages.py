"""The addresses of the home page and the pages about the service."""

from django.urls import path

from schoolgate.web import background, report, views

urlpatterns = [
    path("", views.home, name="home"),
    path("help/", views.about, {"page": "help"}, name="help"),
    path("privacy/", views.about, {"page": "privacy"}, name="privacy"),
    path("governors/", report.report, name="governors_report"),
    path("governors.pdf", report.report_pdf, name="governors_report_pdf"),
    path("background/", background.background, name="background"),
    path("background/<uuid:job>/again/", background.try_again, name="try_job_again"),
    path("accessibility/", views.about, {"page": "accessibility"}, name="accessibility"),
]
