"""Pages of the labour book."""

from django.urls import path

from dean06.pilots.p17_health_labour_books.views import labour

urlpatterns = [
    path("lao-dong/", labour.own, name="labour_own"),
    path("lao-dong/cap-nhat/", labour.ask, name="labour_ask"),
    path("lao-dong/khai/", labour.declare, name="labour_declare"),
    path("lao-dong/khai/<uuid:labour_entry_id>/xoa/", labour.remove, name="labour_remove"),
    path("lao-dong/xac-nhan/", labour.ask_proof, name="labour_ask_proof"),
    path("lao-dong/can-bo/", labour.queue, name="labour_queue"),
    path("lao-dong/can-bo/<uuid:labour_proof_id>/", labour.proof, name="labour_proof"),
    path("lao-dong/can-bo/<uuid:labour_proof_id>/cap/", labour.agree, name="labour_agree"),
    path("lao-dong/can-bo/<uuid:labour_proof_id>/tu-choi/", labour.refuse, name="labour_refuse"),
]
