// An SD-JWT VC implementation that is not ours: npm @sd-jwt/sd-jwt-vc, its cryptography from Node. Reads one question as
// JSON (act: issue, present or verify), writes one answer.
import { createHash, createPrivateKey, createPublicKey, randomBytes, sign, verify, X509Certificate } from "node:crypto";
import { text } from "node:stream/consumers";
import { SDJwtVcInstance } from "@sd-jwt/sd-jwt-vc";

const question = JSON.parse(await text(process.stdin));
const raw = (key) => ({ key, dsaEncoding: "ieee-p1363" });
const signer = (pem) => (data) =>
  sign("sha256", Buffer.from(data), raw(createPrivateKey(pem))).toString("base64url");
const check = (key, data, signature) =>
  verify("sha256", Buffer.from(data), raw(key), Buffer.from(signature, "base64url"));
const base = {
  hasher: (data, alg) => createHash(alg.replace("-", "")).update(data).digest(),
  hashAlg: "sha-256",
  saltGenerator: (length) => randomBytes(length).toString("base64url"),
  signAlg: "ES256",
  kbSignAlg: "ES256",
};

const acts = {
  async issue({ payload, frame, key, header }) {
    const issuer = new SDJwtVcInstance({ ...base, signer: signer(key) });
    return { text: await issuer.issue(payload, frame, { header }) };
  },
  async present({ text: credential, frame, key, aud, nonce, iat }) {
    const holder = new SDJwtVcInstance({ ...base, kbSigner: signer(key) });
    return { text: await holder.present(credential, frame, { kb: { payload: { aud, nonce, iat } } }) };
  },
  async verify({ text: credential, nonce, now, lists }) {
    const token = credential.split("~")[0];
    const [leaf] = JSON.parse(Buffer.from(token.split(".")[0], "base64url")).x5c;
    const certificate = new X509Certificate(Buffer.from(leaf, "base64"));
    const verifier = new SDJwtVcInstance({
      ...base,
      verifier: (data, signature) => check(certificate.publicKey, data, signature),
      kbVerifier: (data, signature, payload) =>
        check(createPublicKey({ key: payload.cnf.jwk, format: "jwk" }), data, signature),
      statusListFetcher: async (uri) => lists[uri],
    });
    const found = await verifier.verify(credential, { currentDate: now, keyBindingNonce: nonce });
    return { payload: found.payload, kb: found.kb?.payload ?? null };
  },
};

try {
  process.stdout.write(JSON.stringify(await acts[question.act](question)));
} catch (error) {
  process.stdout.write(JSON.stringify({ refused: `${error.name}: ${error.message}` }));
}
