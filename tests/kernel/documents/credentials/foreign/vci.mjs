// A wallet that is not ours gets documents: npm @openid4vc/openid4vci. Reads one question as JSON (offer, txCode, the
// wallet's key, whether to bind the token to a key of its own), writes what it got.
import { text } from "node:stream/consumers";
import { Openid4vciClient } from "@openid4vc/openid4vci";
import { callbacksOf, publicOf } from "./wallet.mjs";

const question = JSON.parse(await text(process.stdin));
const { offer, txCode, key, dpopKey, clientId, redirectUri } = question;
const callbacks = callbacksOf({ all: [key, dpopKey].filter(Boolean), clientId });
const client = new Openid4vciClient({ callbacks });
const signer = (jwk) => ({ method: "jwk", alg: "ES256", publicJwk: publicOf(jwk) });

async function accessToken(credentialOffer, issuerMetadata) {
  const dpop = dpopKey ? { signer: signer(dpopKey) } : undefined;
  if (!redirectUri) {
    const asked = { credentialOffer, issuerMetadata, txCode, dpop };
    return client.retrievePreAuthorizedCodeAccessTokenFromOffer(asked);
  }
  const scope = credentialOffer.credential_configuration_ids.join(" ");
  const asked = { credentialOffer, issuerMetadata, clientId, redirectUri, scope, dpop };
  const { authorizationRequestUrl, pkce } = await client.createAuthorizationRequestUrlFromOffer(asked);
  const back = await fetch(authorizationRequestUrl, { redirect: "manual" });
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
