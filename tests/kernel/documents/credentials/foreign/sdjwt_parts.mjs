// What npm @sd-jwt needs of its surroundings: cryptography from Node.
import { createHash, createPrivateKey, randomBytes, sign, verify } from "node:crypto";
import { SDJwtVcInstance } from "@sd-jwt/sd-jwt-vc";

const raw = (key) => ({ key, dsaEncoding: "ieee-p1363" });
export const signer = (pem) => (data) =>
  sign("sha256", Buffer.from(data), raw(createPrivateKey(pem))).toString("base64url");
export const check = (key, data, signature) =>
  verify("sha256", Buffer.from(data), raw(key), Buffer.from(signature, "base64url"));
export const base = {
  hasher: (data, alg) => createHash(alg.replace("-", "")).update(data).digest(),
  hashAlg: "sha-256",
  saltGenerator: (length) => randomBytes(length).toString("base64url"),
  signAlg: "ES256",
  kbSignAlg: "ES256",
};

export async function present({ text: credential, frame, key, aud, nonce, iat }) {
  const holder = new SDJwtVcInstance({ ...base, kbSigner: signer(key) });
  return holder.present(credential, frame, { kb: { payload: { aud, nonce, iat } } });
}
