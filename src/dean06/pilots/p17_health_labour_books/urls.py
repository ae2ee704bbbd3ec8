"""Pages of both books."""

from django.urls import path

from dean06.pilots.p17_health_labour_books import labour_urls
from dean06.pilots.p17_health_labour_books.views import front

app_name = "p17_health_labour_books"

urlpatterns = [path("", front.home, name="home"), *labour_urls.urlpatterns]
