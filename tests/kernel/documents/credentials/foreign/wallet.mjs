// Callbacks of a wallet that is not ours, for the packages of @openid4vc: its keys, its signatures and its hashes.
import { createHash, createPrivateKey, createPublicKey, randomBytes, sign, verify, X509Certificate } from "node:crypto";
import { setGlobalConfig } from "@openid4vc/oauth2";

setGlobalConfig({ allowInsecureUrls: true });
const raw = (key) => ({ key, dsaEncoding: "ieee-p1363" });
const encoded = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");
const same = (one, other) => one.x === other.x && one.y === other.y;

export const publicOf = ({ d, ...jwk }) => jwk;

export const signed = (header, payload, jwk) => {
  const text = `${encoded(header)}.${encoded(payload)}`;
  const key = createPrivateKey({ key: jwk, format: "jwk" });
  return `${text}.${sign("sha256", Buffer.from(text), raw(key)).toString("base64url")}`;
};

export const callbacksOf = (keys) => ({
  fetch,
  hash: (data, algorithm) => createHash(algorithm.replace("-", "")).update(data).digest(),
  generateRandom: (length) => randomBytes(length),
  clientAuthentication: ({ body }) => { if (keys.clientId) body.client_id = keys.clientId; },
  signJwt: (signer, { header, payload }) => {
    const jwk = keys.all.find((one) => same(one, signer.publicJwk));
    return { jwt: signed(header, payload, jwk), signerJwk: publicOf(jwk) };
  },
  verifyJwt: (signer, { compact }) => {
    const [header, payload, signature] = compact.split(".");
    const key =
      signer.method === "x5c"
        ? new X509Certificate(Buffer.from(signer.x5c[0], "base64")).publicKey
        : createPublicKey({ key: signer.publicJwk, format: "jwk" });
    const verified = verify("sha256", Buffer.from(`${header}.${payload}`), raw(key), Buffer.from(signature, "base64url"));
    return { verified, signerJwk: key.export({ format: "jwk" }) };
  },
  getX509CertificateMetadata: (certificate) => {
    const names = new X509Certificate(Buffer.from(certificate, "base64")).subjectAltName?.split(", ") ?? [];
    const of = (kind) => names.filter((name) => name.startsWith(kind)).map((name) => name.slice(kind.length));
    return { sanDnsNames: of("DNS:"), sanUriNames: of("URI:") };
  },
});
