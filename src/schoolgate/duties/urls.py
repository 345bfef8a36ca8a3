from django.urls import include, path

from schoolgate.duties.views import feeds, letting_off, mine, names, table

of_a_row = [
    path("", names.names, name="duty_names"),
    path("names.csv", names.names_csv, name="duty_names_csv"),
    path("remind/", names.remind_row, name="remind_row"),
]

urlpatterns = [
    path("duties/", table.duties, name="duties"),
    path("duties/counts.csv", table.counts_csv, name="duty_counts_csv"),
    path("duties/late/", names.late, name="duties_late"),
    path("duties/my-people/", mine.my_people, name="my_people"),
    path("duties/remind/<int:pk>/", names.remind_one, name="remind_one"),
    path("duties/let-off/<int:pk>/", letting_off.let_off, name="duty_let_off"),
    path("duties/let-off/<int:pk>/undo/", letting_off.ask_again, name="duty_ask_again"),
    path("duties/of/<slug:kind>/<str:key>/<slug:audience>/", include(of_a_row)),
    path("record/", mine.record, name="own_record"),
    path("record/record.csv", mine.record_csv, name="own_record_csv"),
    path("record/record.pdf", mine.record_pdf, name="own_record_pdf"),
    path("calendar/", feeds.mine, name="calendar"),
    path("calendar/make/", feeds.make, name="calendar_make"),
    path("calendar/end/", feeds.end, name="calendar_end"),
    path("calendar/<slug:secret>.ics", feeds.feed, name="calendar_feed"),
]
