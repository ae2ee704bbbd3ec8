// An SD-JWT VC implementation that is not ours: npm @sd-jwt/sd-jwt-vc, its cryptography from Node. Reads one question as
// JSON (act: issue, present or verify), writes one answer.
import { createPublicKey, X509Certificate } from "node:crypto";
import { text } from "node:stream/consumers";
import { SDJwtVcInstance, TypeMetadataFormatSchema } from "@sd-jwt/sd-jwt-vc";
import { base, check, present, signer } from "./sdjwt_parts.mjs";

const question = JSON.parse(await text(process.stdin));

const each = async (texts, act) => {
  const said = [];
  for (const one of texts) {
    said.push(await act(one).then(() => "", (error) => error.message));
  }
  return said;
};

const acts = {
  async issue({ payload, frame, key, header }) {
    const issuer = new SDJwtVcInstance({ ...base, signer: signer(key) });
    return { text: await issuer.issue(payload, frame, { header }) };
  },
  async present(asked) {
    return { text: await present(asked) };
  },
  async statuses({ texts, now, lists }) {
    return { said: await each(texts, (credential) => acts.verify({ text: credential, now, lists })) };
  },
  async type({ metadata }) {
    return { parsed: TypeMetadataFormatSchema.parse(metadata) };
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
