"""Where systems of facilities knock. Types and ids are FHIR's, so addresses have no slash at their end."""

from django.urls import path

from dean06.pilots.p17_health_labour_books.api import books, entering

app_name = "p17_health_labour_books_api"

urlpatterns = [
    path("fhir/.well-known/smart-configuration", entering.configuration, name="configuration"),
    path("token", entering.token, name="token"),
    path("fhir/metadata", entering.metadata, name="metadata"),
    path("fhir/", books.door, name="door"),
    path("fhir/Patient/$summary", books.summary, name="summary"),
    path("fhir/<slug:resource_type>", books.search, name="search"),
    path("fhir/<slug:resource_type>/<slug:resource_id>", books.resource, name="resource"),
]
