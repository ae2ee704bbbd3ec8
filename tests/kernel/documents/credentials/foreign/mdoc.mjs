// An implementation of ISO 18013-5 that is not ours: npm @owf/mdoc, its cryptography from Node. Reads one question as JSON
// (act: issue, present, hold or verify), writes one answer. Bytes travel as base64url, keys as JWK.
import { createHash, createPrivateKey, createPublicKey, randomBytes, sign, verify, X509Certificate } from "node:crypto";
import { text } from "node:stream/consumers";
import * as mdoc from "@owf/mdoc";

const question = JSON.parse(await text(process.stdin));
const bytes = (encoded) => new Uint8Array(Buffer.from(encoded, "base64url"));
const raw = (key) => ({ key, dsaEncoding: "ieee-p1363" });
const jwk = (key) => ({ key: key.jwk, format: "jwk" });
const certificateOf = (der) => new X509Certificate(Buffer.from(der));

const plain = (value) => {
  if (value instanceof Map) return plain(Object.fromEntries(value));
  if (Array.isArray(value)) return value.map(plain);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, plain(member)]));
};

const context = {
  crypto: {
    random: (length) => new Uint8Array(randomBytes(length)),
    digest: ({ digestAlgorithm, bytes: input }) =>
      new Uint8Array(createHash(digestAlgorithm.replace("-", "")).update(input).digest()),
  },
  cose: {
    sign1: {
      sign: ({ toBeSigned, key }) => new Uint8Array(sign("sha256", toBeSigned, raw(createPrivateKey(jwk(key))))),
      verify: ({ key, sign1 }) =>
        verify("sha256", sign1.toBeSigned, raw(createPublicKey(jwk(key))), sign1.signature),
    },
  },
  x509: {
    getIssuerNameField: ({ certificate, field }) =>
      certificateOf(certificate)
        .issuer.split("\n")
        .filter((one) => one.startsWith(`${field}=`))
        .map((one) => one.slice(field.length + 1)),
    getPublicKey: ({ certificate }) =>
      mdoc.CoseKey.fromJwk(certificateOf(certificate).publicKey.export({ format: "jwk" })),
    verifyCertificateChain: ({ trustedCertificates, x5chain }) => {
      const roots = trustedCertificates.map(certificateOf);
      const leaf = certificateOf(x5chain[0]);
      if (!roots.some((root) => leaf.verify(root.publicKey))) throw new Error("no trusted root");
    },
    getCertificateData: ({ certificate }) => {
      const one = certificateOf(certificate);
      return {
        issuerName: one.issuer,
        subjectName: one.subject,
        serialNumber: one.serialNumber,
        thumbprint: one.fingerprint256,
        notBefore: new Date(one.validFrom),
        notAfter: new Date(one.validTo),
        pem: one.toString(),
      };
    },
  },
};

const transcript = ({ clientId, nonce, responseUri }) =>
  mdoc.SessionTranscript.forOid4Vp({ clientId, nonce, responseUri }, context);

const acts = {
  async issue({ docType, namespace, values, key, deviceKey, chain, signed, until }) {
    const issuer = new mdoc.Issuer(docType, context);
    issuer.addIssuerNamespace(namespace, values);
    const issued = await issuer.sign({
      signingKey: mdoc.CoseKey.fromJwk(key),
      algorithm: mdoc.SignatureAlgorithm.ES256,
      digestAlgorithm: "SHA-256",
      validityInfo: { signed: new Date(signed), validFrom: new Date(signed), validUntil: new Date(until) },
      deviceKeyInfo: { deviceKey: mdoc.DeviceKey.fromJwk(deviceKey) },
      certificates: chain.map(bytes),
    });
    return { text: issued.encodedForOid4Vci };
  },
  async hold({ text: issued, roots, now }) {
    const options = { trustedCertificates: roots.map(bytes), now: new Date(now) };
    await mdoc.Holder.verifyIssuerSigned({ issuerSigned: issued, ...options }, context);
    return {};
  },
  async present({ text: issued, docType, namespaces, key, session }) {
    const itemsRequest = mdoc.ItemsRequest.create({ docType, namespaces });
    const deviceRequest = mdoc.DeviceRequest.create({ docRequests: [mdoc.DocRequest.create({ itemsRequest })] });
    const response = await mdoc.Holder.createDeviceResponseForDeviceRequest(
      {
        deviceRequest,
        sessionTranscript: await transcript(session),
        issuerSigned: [mdoc.IssuerSigned.fromEncodedForOid4Vci(issued)],
        signature: { signingKey: mdoc.CoseKey.fromJwk(key) },
      },
      context,
    );
    return { text: response.encodedForOid4Vp };
  },
  async verify({ text: response, roots, now, session, namespace }) {
    const deviceResponse = mdoc.DeviceResponse.fromEncodedForOid4Vp(response);
    await mdoc.Verifier.verifyDeviceResponse(
      {
        deviceResponse,
        sessionTranscript: await transcript(session),
        trustedCertificates: roots.map(bytes),
        now: new Date(now),
      },
      context,
    );
    return { claims: plain(deviceResponse.documents[0].issuerSigned.getPrettyClaims(namespace)) };
  },
};

try {
  process.stdout.write(JSON.stringify(await acts[question.act](question)));
} catch (error) {
  process.stdout.write(JSON.stringify({ refused: `${error.name}: ${error.message}` }));
}
