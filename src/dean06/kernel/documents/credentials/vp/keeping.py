"""A request between asking and the answer, as JSON for whoever keeps it: encrypted at rest, since it holds a key."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from dean06.kernel.documents.credentials.moments import seconds
from dean06.kernel.documents.credentials.vci.types import Form
from dean06.kernel.documents.credentials.vp.queries import Query, Question
from dean06.kernel.documents.credentials.vp.requests import Request


def dumped(request: Request) -> dict[str, Any]:
    """As JSON; whole seconds."""
    return {
        "client_id": request.client_id,
        "nonce": request.nonce,
        "state": request.state,
        "response_uri": request.response_uri,
        "asked_at": seconds(request.asked_at),
        "secret": None if request.secret is None else dict(request.secret),
        "queries": [
            {
                "id": one.id,
                "form": one.form.value,
                "kinds": list(one.kinds),
                "claims": [list(path) for path in one.claims],
            }
            for one in request.question.queries
        ],
        "choices": [[sorted(option) for option in choice] for choice in request.question.choices],
    }


def loaded(said: Mapping[str, Any]) -> Request:
    """What ``dumped`` gave."""
    queries = tuple(
        Query(
            id=one["id"],
            form=Form(one["form"]),
            kinds=tuple(one["kinds"]),
            claims=tuple(tuple(path) for path in one["claims"]),
        )
        for one in said["queries"]
    )
    choices = tuple(tuple(frozenset(option) for option in choice) for choice in said["choices"])
    return Request(
        client_id=said["client_id"],
        nonce=said["nonce"],
        state=said["state"],
        response_uri=said["response_uri"],
        question=Question(queries=queries, choices=choices),
        asked_at=datetime.fromtimestamp(said["asked_at"], UTC),
        secret=said["secret"],
    )
