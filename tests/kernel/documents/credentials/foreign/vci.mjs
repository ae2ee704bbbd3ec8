// A wallet that is not ours gets documents: npm @openid4vc/openid4vci. Reads one question as JSON (offer, txCode, the
// wallet's key, whether to bind the token to a key of its own), writes what it got.
import { text } from "node:stream/consumers";
import { Openid4vciClient } from "@openid4vc/openid4vci";
import { callbacksOf, publicOf } from "./wallet.mjs";

const question = JSON.parse(await text(process.stdin));
const { offer, txCode, key, dpopKey, clientId, redirectUri, cookie } = question;
const callbacks = callbacksOf({ all: [key, dpopKey].filter(Boolean), clientId });
const client = new Openid4vciClient({ callbacks });
const signer = (jwk) => ({ method: "jwk", alg: "ES256", publicJwk: publicOf(jwk) });

const sent = (address) => fetch(address, { redirect: "manual" });

// A person who is signed in by a cookie reads the page, chooses the first document of each kind, and agrees.
async function agreed(address) {
  const page = await fetch(address, { headers: { cookie }, redirect: "manual" });
  const html = await page.text();
  const given = page.headers.getSetCookie().map((one) => one.split(";")[0]);
  const form = new URLSearchParams({ viec: "dong-y" });
  const [, token] = html.match(/name="csrfmiddlewaretoken" value="([^"]+)"/);
  form.set("csrfmiddlewaretoken", token);
  for (const [, name, value] of html.matchAll(/<input[^>]+name="(giay_\d+)"[^>]+value="([^"]+)"/g)) {
    if (!form.has(name)) form.set(name, value);
  }
  const headers = { cookie: [cookie, ...given].join("; ") };
  return fetch(address, { method: "POST", body: form, headers, redirect: "manual" });
}

async function accessToken(credentialOffer, issuerMetadata) {
  const dpop = dpopKey ? { signer: signer(dpopKey) } : undefined;
  if (!redirectUri) {
    const asked = { credentialOffer, issuerMetadata, txCode, dpop };
    return client.retrievePreAuthorizedCodeAccessTokenFromOffer(asked);
  }
  const scope = credentialOffer.credential_configuration_ids.join(" ");
  const asked = { credentialOffer, issuerMetadata, clientId, redirectUri, scope, dpop };
  const { authorizationRequestUrl, pkce } = await client.createAuthorizationRequestUrlFromOffer(asked);
  const back = await (cookie ? agreed : sent)(authorizationRequestUrl);
  const answer = new URL(back.headers.get("location")).searchParams;
  return client.retrieveAuthorizationCodeAccessTokenFromOffer({
    credentialOffer,
    issuerMetadata,
    authorizationCode: answer.get("code"),
    pkceCodeVerifier: pkce.codeVerifier,
    redirectUri,
    dpop,
  });
}

try {
  const credentialOffer = await client.resolveCredentialOffer(offer);
  const issuerMetadata = await client.resolveIssuerMetadata(credentialOffer.credential_issuer);
  const { accessTokenResponse, dpop } = await accessToken(credentialOffer, issuerMetadata);
  const got = {};
  for (const credentialConfigurationId of credentialOffer.credential_configuration_ids) {
    const { c_nonce: nonce } = await client.requestNonce({ issuerMetadata });
    const proof = { issuerMetadata, signer: signer(key), nonce, credentialConfigurationId, clientId };
    const { jwt } = await client.createCredentialRequestJwtProof(proof);
    const { credentialResponse } = await client.retrieveCredentials({
      issuerMetadata,
      credentialConfigurationId,
      accessToken: accessTokenResponse.access_token,
      proofs: { jwt: [jwt] },
      dpop,
    });
    got[credentialConfigurationId] = credentialResponse.credentials[0].credential;
  }
  process.stdout.write(JSON.stringify({ got, kind: accessTokenResponse.token_type }));
} catch (error) {
  const said = error.errorResponse ?? error.response?.credentialErrorResponseResult?.data ?? error.message;
  process.stdout.write(JSON.stringify({ refused: said }));
}
