"""The page says what the document says."""

import pytest
from django.test import Client
from django.urls import reverse

from config.http.api import api
from config.staff.api_page import operations
from tests import make


@pytest.mark.django_db
def test_every_operation_of_the_document_is_on_the_page() -> None:
    client = Client()
    client.force_login(make.staff("auditor"))
    shown = client.get(reverse("admin:api_docs")).content.decode()
    for path, methods in api.get_openapi_schema(path_prefix="/api/v1/")["paths"].items():
        for method in methods:
            assert f"{method.upper()} {path}" in shown


def test_every_operation_says_what_it_does_and_what_it_takes() -> None:
    for each in operations():
        assert each.told, each.path
        assert each.method == "GET" or each.body or each.body_told, each.path
