"""Pages of both books."""

from django.urls import path

from dean06.pilots.p17_health_labour_books import labour_urls
from dean06.pilots.p17_health_labour_books.views import book, clinic, front, reviews, sharing

app_name = "p17_health_labour_books"

urlpatterns = [
    path("", front.home, name="home"),
    path("suc-khoe/", book.own, name="own"),
    path("suc-khoe/muc/<uuid:health_entry_id>/", book.entry, name="entry"),
    path("suc-khoe/khan-cap/", book.emergency, name="own_emergency"),
    path("suc-khoe/ai-da-xem/", book.looks, name="looks"),
    path("suc-khoe/chia-se/", sharing.shares, name="shares"),
    path("suc-khoe/chia-se/moi/", sharing.share, name="share"),
    path("suc-khoe/chia-se/<uuid:health_share_id>/rut-lai/", sharing.withdraw, name="withdraw"),
    path("kham/", clinic.find, name="find"),
    path("kham/so/<uuid:health_share_id>/", clinic.opened, name="opened"),
    path("kham/khan-cap/", clinic.break_glass, name="break_glass"),
    path("kham/khan-cap/<uuid:glass_id>/", clinic.emergency_opened, name="emergency_opened"),
    path("xem-xet/", reviews.queue, name="reviews"),
    path("xem-xet/<uuid:glass_id>/", reviews.review, name="review"),
    *labour_urls.urlpatterns,
]
