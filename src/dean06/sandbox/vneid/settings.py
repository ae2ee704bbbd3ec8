"""What the twin is told at start; frozen for the life of the process."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from dean06.sandbox.vneid.people import Person, Vocabulary

REQUEST_SECONDS = 90
INTERACTION_SECONDS = 900
LAUNCH_SECONDS = 60
CODE_SECONDS = 60
TOKEN_SECONDS = 1800
SESSION_SECONDS = 8 * 3600


@dataclass(frozen=True, kw_only=True)
class Client:
    """The one relying party registered with the twin."""

    client_id: str
    client_secret: str
    redirect_uris: tuple[str, ...]
    post_logout_redirect_uris: tuple[str, ...] = ()
    backchannel_logout_uri: str = ""
    initiate_login_uri: str = ""
    name: str = "Cổng dịch vụ số Đức Thọ"

    def takes(self, target: str) -> bool:
        """Whether an address is one of the relying party's own, by the origin its mini-app begins at."""
        own, asked = urlsplit(self.initiate_login_uri), urlsplit(target)
        return bool(own.netloc) and (own.scheme, own.netloc) == (asked.scheme, asked.netloc)

    def origins(self) -> list[str]:
        """Origins a form of ours may lead to: browsers apply form-action to the redirect that follows a post."""
        parts = [urlsplit(uri) for uri in (*self.redirect_uris, *self.post_logout_redirect_uris)]
        return sorted({f"{part.scheme}://{part.netloc}" for part in parts})


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Issuer, client, people and keys of one twin."""

    issuer: str
    client: Client
    people: dict[str, Person]
    vocabulary: Vocabulary
    admin_token: str
    inbox_url: str = ""
    inbox_token: str = ""
    signing_alg: str = "RS256"
    code_seconds: int = CODE_SECONDS

    @property
    def path(self) -> str:
        """Path under which everything is served: the path of the issuer, without a closing slash."""
        return urlsplit(self.issuer).path.rstrip("/")

    def url(self, path: str) -> str:
        """Absolute address of one of our endpoints."""
        return f"{self.issuer.rstrip('/')}/{path}"
