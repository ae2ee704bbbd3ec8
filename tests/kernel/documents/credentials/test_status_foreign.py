"""A verifier from npm asks our status list, and is told the truth about each credential."""

import pytest
from tests.foreign_node import ask, find_node
from tests.kernel.documents.credentials.authority import NOW
from tests.kernel.documents.credentials.test_sdjwt_foreign import AT, CLAIMS, KIND, SCRIPT
from tests.kernel.documents.credentials.test_status import DAY, HOUR, URI

from dean06.kernel.documents.credentials.sdjwt.issuing import issue
from dean06.kernel.documents.credentials.status.bits import Status, StatusList
from dean06.kernel.documents.credentials.status.tokens import issue_list
from dean06.kernel.documents.credentials.types import StatusReference


@pytest.mark.parametrize("width", [1, 2, 4, 8])
def test_a_verifier_from_npm_reads_our_list(width, signer) -> None:
    node = find_node("@sd-jwt/sd-jwt-vc")
    statuses = StatusList.empty(512, width)
    statuses[3], statuses[511] = Status.INVALID, Status.INVALID
    token = issue_list(statuses, uri=URI, key=signer, issued_at=NOW, expires_at=NOW + DAY, ttl=HOUR)
    places = (2, 3, 4, 511)
    references = [StatusReference(uri=URI, index=place) for place in places]
    texts = [issue(CLAIMS, vct=KIND, key=signer, issued_at=NOW, status=reference) for reference in references]
    question = {"act": "statuses", "texts": texts, "now": AT, "lists": {URI: token}}
    said = dict(zip(places, ask(node, SCRIPT, question)["said"], strict=True))
    assert said[2] == said[4] == ""
    assert "Status is not valid" in said[3]
    assert said[3] == said[511]
