"""Addresses of pilot 2."""

from django.urls import path

from dean06.pilots.p02_certified_documents.views import citizen, desk, front, register

app_name = "p02_certified_documents"
ONE = "quay/<uuid:certification_id>/"
PAGE = f"{ONE}trang/<uuid:page_id>/"

urlpatterns = [
    path("", front.home, name="home"),
    path("cua-toi/", citizen.own, name="own"),
    path("cua-toi/<uuid:certification_id>/bang-chung.json", citizen.proof, name="proof"),
    path("cua-toi/<uuid:certification_id>.pdf", citizen.copy, name="copy"),
    path("dat-lich/", citizen.book, name="book"),
    path("dat-lich/<uuid:booking_id>/huy/", citizen.cancel, name="cancel_booking"),
    path("quay/", desk.desk, name="desk"),
    path("quay/nhan/", desk.receive, name="receive"),
    path(ONE, desk.certification, name="certification"),
    path(f"{ONE}quet/", desk.scan, name="scan"),
    path(f"{ONE}tu-choi/", desk.refuse, name="refuse"),
    path(f"{ONE}thu-hoi/", desk.withdraw, name="withdraw"),
    path(f"{ONE}phi/", desk.fee_again, name="fee_again"),
    path(PAGE, desk.picture, name="picture"),
    path(f"{PAGE}xoay/", desk.turn, name="turn_page"),
    path(f"{PAGE}bo/", desk.remove, name="remove_page"),
    path("so/", register.register, name="register"),
    path("so/niem-phong/", register.seal, name="seal"),
    path("so/ngay.pdf", register.day_book, name="day_book"),
    path("so/xuat.xlsx", register.export, name="export"),
]
