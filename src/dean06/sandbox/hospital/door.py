"""The FHIR door the hospital knocks at, as a client of SMART Backend Services: what it asks, and what it is told."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import httpx2
from joserfc.jwk import ECKey

from dean06.sandbox.hospital.documents import PERSON_SYSTEM
from dean06.sandbox.hospital.faults import Fault, Faults
from dean06.sandbox.hospital.signing import assertion

SEND, READ = "system/Bundle.c", "system/*.rs"
JWT_BEARER = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
FHIR_JSON = "application/fhir+json"
TIMEOUT_S = 90.0  # longer than the slowest this twin can be told to be
TOO_MUCH = 20 * 1024 * 1024 + 1
TAKEN = range(200, 300)
SENDING, ALLERGIES, SUMMARY = "Gửi hồ sơ", "Dị ứng", "Bản tóm tắt"


@dataclass(frozen=True, kw_only=True)
class Told:
    """What came back: what was asked, the HTTP status (0: nothing came), and the words, a line each."""

    asked: str
    status: int
    lines: tuple[str, ...]

    @property
    def is_taken(self) -> bool:
        """Whether the other side did as it was asked."""
        return self.status in TAKEN


class NoAccess(Exception):
    """No access token: the HTTP status, and the words of the refusal."""

    def __init__(self, status: int, words: str) -> None:
        super().__init__(words)
        self.status = status


@dataclass
class Door:
    """Where it is, as whom the hospital comes, and the key it proves that with."""

    url: str
    client_id: str
    key: ECKey
    faults: Faults

    async def send(self, content: bytes) -> Told:
        """Push a bundle; with the switch ``oversized``, behind more blanks than the door takes."""
        body = b" " * TOO_MUCH + content if Fault.OVERSIZED in self.faults else content
        return await self._told(SENDING, SEND, "POST", "/", body=body)

    async def ask(self, personal_id: str) -> list[Told]:
        """Allergies and the summary of the person with this number."""
        number = f"{PERSON_SYSTEM}|{personal_id}"
        return [
            await self._told(ALLERGIES, READ, "GET", "/AllergyIntolerance", params={"patient": number}),
            await self._told(SUMMARY, READ, "GET", "/Patient/$summary", params={"identifier": number}),
        ]

    async def _told(
        self,
        asked: str,
        scope: str,
        method: str,
        path: str,
        *,
        params: dict[str, str] | None = None,
        body: bytes | None = None,
    ) -> Told:
        headers = {"Accept": FHIR_JSON}
        if body is not None:
            headers |= {"Content-Type": FHIR_JSON, "Content-Length": str(len(body))}
        try:
            async with httpx2.AsyncClient(timeout=TIMEOUT_S, trust_env=False) as http:
                headers["Authorization"] = f"Bearer {await self._token(http, scope)}"
                content = None if body is None else self._pieces(body)
                answer = await http.request(method, self.url + path, params=params, content=content, headers=headers)
            return Told(asked=asked, status=answer.status_code, lines=tuple(_lines(answer.json())))
        except NoAccess as refused:
            return Told(asked=asked, status=refused.status, lines=(f"Không có mã truy cập: {refused}",))
        except (httpx2.HTTPError, ValueError, KeyError, TypeError, AttributeError) as error:
            return Told(asked=asked, status=0, lines=(f"Không có câu trả lời đọc được ({type(error).__name__})",))

    async def _token(self, http: httpx2.AsyncClient, scope: str) -> str:
        """An access token for a scope, from wherever the door says."""
        found = await http.get(f"{self.url}/.well-known/smart-configuration")
        address = str(found.json()["token_endpoint"])
        key = ECKey.generate_key("P-256") if Fault.FORGED in self.faults else self.key
        proof = assertion(key, client_id=self.client_id, audience=address, kid=self.key.thumbprint())
        form = {
            "grant_type": "client_credentials",
            "client_assertion_type": JWT_BEARER,
            "client_assertion": proof,
            "scope": scope,
        }
        answer = await http.post(address, data=form)
        told = answer.json()
        if answer.status_code not in TAKEN:
            raise NoAccess(answer.status_code, f"{told['error']}, {told.get('error_description', '')}")
        return str(told["access_token"])

    async def _pieces(self, body: bytes) -> AsyncIterator[bytes]:
        """The body in two halves, with a rest between them when told to be slow."""
        half = len(body) // 2
        yield body[:half]
        await self.faults.delay()
        yield body[half:]


def _lines(resource: dict[str, Any]) -> list[str]:
    """What a person wants to read of an answer."""
    if resource["resourceType"] == "OperationOutcome":
        return [one["details"]["text"] for one in resource["issue"]]
    inside = [one["resource"] for one in resource.get("entry", [])]
    if resource["type"] == "document":
        return [f"{one['title']}: {len(one.get('entry', []))} mục" for one in inside[0]["section"]]
    return [one["code"]["text"] for one in inside] or ["Không có mục nào."]
