// What npm @owf/mdoc needs of its surroundings: cryptography from Node, bytes as base64url.
import { createHash, createPrivateKey, createPublicKey, randomBytes, sign, verify, X509Certificate } from "node:crypto";
import * as mdoc from "@owf/mdoc";

export const bytes = (encoded) => new Uint8Array(Buffer.from(encoded, "base64url"));
const raw = (key) => ({ key, dsaEncoding: "ieee-p1363" });
const jwk = (key) => ({ key: key.jwk, format: "jwk" });
const certificateOf = (der) => new X509Certificate(Buffer.from(der));

export const plain = (value) => {
  if (value instanceof Map) return plain(Object.fromEntries(value));
  if (Array.isArray(value)) return value.map(plain);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, plain(member)]));
};

export const context = {
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

export const transcript = ({ clientId, nonce, responseUri, jwkThumbprint }) =>
  mdoc.SessionTranscript.forOid4Vp(
    { clientId, nonce, responseUri, ...(jwkThumbprint ? { jwkThumbprint: bytes(jwkThumbprint) } : {}) },
    context,
  );

export async function present({ text: issued, docType, namespaces, key, session }) {
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
  return response.encodedForOid4Vp;
}
