"""Addresses of handing in and of a person's own cases."""

from django.urls import path

from dean06.portal.views import filing, filing_papers, own_cases

urlpatterns = [
    path("nop-ho-so/<slug:procedure_code>/", filing.start, name="file"),
    path("to-khai/<uuid:draft_id>/", filing.draft, name="draft"),
    path("to-khai/<uuid:draft_id>/giay-to/", filing_papers.papers, name="draft_papers"),
    path("to-khai/<uuid:draft_id>/giay-to/vi/", filing_papers.cite, name="cite_document"),
    path("to-khai/<uuid:draft_id>/giay-to/bo/", filing_papers.detach, name="detach_paper"),
    path("to-khai/<uuid:draft_id>/nop/", filing_papers.hand_in, name="hand_in"),
    path("to-khai/<uuid:draft_id>/xoa/", filing.discard, name="discard_draft"),
    path("ho-so/", own_cases.own_cases, name="own_cases"),
    path("ho-so/<uuid:case_id>/", own_cases.own_case, name="own_case"),
    path("ho-so/<uuid:case_id>/bo-sung/", own_cases.supplement, name="supplement"),
    path("ho-so/<uuid:case_id>/rut/", own_cases.withdraw, name="withdraw_case"),
    path("ho-so/lien-thong/<uuid:interlink_id>/", own_cases.mend_child, name="mend_child"),
]
