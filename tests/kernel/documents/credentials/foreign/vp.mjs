// A wallet that is not ours answers a verifier: npm @openid4vc/openid4vp for the protocol, @sd-jwt and @owf/mdoc for the
// documents, jose for the seal. Reads one question as JSON (the link, the documents by query id, the wallet's key), writes
// what the verifier said.
import { text } from "node:stream/consumers";
import { calculateJwkThumbprint } from "@openid4vc/oauth2";
import { Openid4vpClient } from "@openid4vc/openid4vp";
import { CompactEncrypt, importJWK } from "jose";
import * as mdoc from "./mdoc_parts.mjs";
import * as sdjwt from "./sdjwt_parts.mjs";
import { callbacksOf } from "./wallet.mjs";

const { link, documents, key, pem } = JSON.parse(await text(process.stdin));
const encryptJwe = async ({ publicJwk, enc }, data) => {
  const seal = new CompactEncrypt(Buffer.from(data)).setProtectedHeader({ alg: "ECDH-ES", enc, kid: publicJwk.kid });
  return { jwe: await seal.encrypt(await importJWK(publicJwk, "ECDH-ES")), encryptionJwk: publicJwk };
};
const callbacks = { ...callbacksOf({ all: [key] }), encryptJwe };
const client = new Openid4vpClient({ callbacks });

const seal = {
  encryption: { nonce: "" },
  serverMetadata: {
    authorization_signing_alg_values_supported: ["ES256"],
    authorization_encryption_alg_values_supported: ["ECDH-ES"],
    authorization_encryption_enc_values_supported: ["A256GCM", "A128GCM"],
  },
};

const framed = (paths) => {
  const frame = {};
  for (const path of paths) {
    let place = frame;
    path.slice(0, -1).forEach((step) => (place = place[step] ??= {}));
    place[path.at(-1)] = true;
  }
  return frame;
};

async function shown(query, request) {
  const paths = query.claims.map((claim) => claim.path);
  const { client_id: clientId, nonce, response_uri: responseUri, client_metadata: metadata } = request;
  const held = documents[query.id];
  if (query.format === "dc+sd-jwt") {
    const iat = Math.floor(Date.now() / 1000);
    return sdjwt.present({ text: held, frame: framed(paths), key: pem, aud: clientId, nonce, iat });
  }
  const namespaces = {};
  for (const [space, name] of paths) (namespaces[space] ??= {})[name] = false;
  const jwk = metadata.jwks?.keys[0];
  const jwkThumbprint = jwk
    ? await calculateJwkThumbprint({ hashAlgorithm: "sha-256", hashCallback: callbacks.hash, jwk })
    : undefined;
  const session = { clientId, nonce, responseUri, jwkThumbprint };
  return mdoc.present({ text: held, docType: query.meta.doctype_value, namespaces, key, session });
}

try {
  const parsed = client.parseOpenid4vpAuthorizationRequest({ authorizationRequest: link });
  const { authorizationRequestPayload, client: verifier, dcql } = await client.resolveOpenId4vpAuthorizationRequest({
    authorizationRequestPayload: parsed.params,
    wallet: { nonce: "cua-vi", requestObjectSigningAlgsSupported: ["ES256"] },
  });
  const vp_token = {};
  for (const query of dcql.query.credentials) {
    if (documents[query.id]) vp_token[query.id] = [await shown(query, authorizationRequestPayload)];
  }
  const response = await client.createOpenid4vpAuthorizationResponse({
    authorizationRequestPayload,
    authorizationResponsePayload: { vp_token },
    jarm: authorizationRequestPayload.response_mode === "direct_post.jwt" ? seal : undefined,
  });
  const { response: answer } = await client.submitOpenid4vpAuthorizationResponse({
    authorizationRequestPayload,
    authorizationResponsePayload: response.authorizationResponsePayload,
    jarm: response.jarm ? { responseJwt: response.jarm.responseJwt } : undefined,
  });
  const said = { verifier: verifier.clientMetadata.client_name, status: answer.status, answer: await answer.json() };
  process.stdout.write(JSON.stringify(said));
} catch (error) {
  process.stdout.write(JSON.stringify({ refused: `${error.name}: ${error.message} ${error.cause ?? ""}` }));
}
