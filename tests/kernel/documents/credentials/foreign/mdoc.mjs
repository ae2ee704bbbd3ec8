// An implementation of ISO 18013-5 that is not ours: npm @owf/mdoc, its cryptography from Node. Reads one question as JSON
// (act: issue, present, hold or verify), writes one answer. Bytes travel as base64url, keys as JWK.
import { text } from "node:stream/consumers";
import * as mdoc from "@owf/mdoc";
import { bytes, context, plain, present, transcript } from "./mdoc_parts.mjs";

const question = JSON.parse(await text(process.stdin));

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
  async present(asked) {
    return { text: await present(asked) };
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
