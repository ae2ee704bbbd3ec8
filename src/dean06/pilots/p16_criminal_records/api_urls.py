"""Where the judicial register brings its answers."""

from django.urls import path

from dean06.pilots.p16_criminal_records import api

app_name = "p16_criminal_records_api"

urlpatterns = [path("tra-loi/", api.receive_answer, name="answer")]
