// A relying party that is not ours: npm openid-client. Arguments: issuer, client id, client secret, redirect address,
// address after logout. Prints the address to open as one JSON line, reads the address it was sent back to as one line
// of standard input, and prints what it verified as a second JSON line.
import { createInterface } from "node:readline/promises";
import * as client from "openid-client";

const [issuer, clientId, clientSecret, redirectUri, afterLogoutUri] = process.argv.slice(2);
const say = (value) => process.stdout.write(JSON.stringify(value) + "\n");

const config = await client.discovery(new URL(issuer), clientId, {}, client.ClientSecretBasic(clientSecret), {
  execute: [client.allowInsecureRequests],
});
const codeVerifier = client.randomPKCECodeVerifier();
const state = client.randomState();
const nonce = client.randomNonce();
const start = await client.buildAuthorizationUrlWithPAR(config, {
  redirect_uri: redirectUri,
  scope: "openid profile",
  code_challenge: await client.calculatePKCECodeChallenge(codeVerifier),
  code_challenge_method: "S256",
  acr_values: "urn:vneid:muc-do:2",
  max_age: "600",
  state,
  nonce,
});
say({ open: start.href });

const lines = createInterface({ input: process.stdin });
const { value: answer } = await lines[Symbol.asyncIterator]().next();
lines.close();
const tokens = await client.authorizationCodeGrant(config, new URL(answer), {
  pkceCodeVerifier: codeVerifier,
  expectedState: state,
  expectedNonce: nonce,
  maxAge: 600,
  idTokenExpected: true,
});
const claims = tokens.claims();
say({
  claims,
  userinfo: await client.fetchUserInfo(config, tokens.access_token, claims.sub),
  logout: client.buildEndSessionUrl(config, {
    id_token_hint: tokens.id_token,
    post_logout_redirect_uri: afterLogoutUri,
  }).href,
});
