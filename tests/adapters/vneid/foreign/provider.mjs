// A provider that is not ours: npm oidc-provider, told to know one person. Arguments: port, client id, client secret,
// redirect address, and "acr" when it shall state the level in the ID token (out of the box it does not).
import { Provider } from "oidc-provider";

const [port, clientId, clientSecret, redirectUri, mode] = process.argv.slice(2);
const issuer = `http://127.0.0.1:${port}`;
const statesLevel = mode === "acr";
const LEVEL_2 = "urn:vneid:muc-do:2";

const profile = {
  SoDinhDanh: "000151000201",
  HoVaTen: "Trần Thị Hoa",
  NgaySinh: "12/04/1951",
  GioiTinh: "Nữ",
};

const provider = new Provider(issuer, {
  clients: [
    {
      client_id: clientId,
      client_secret: clientSecret,
      redirect_uris: [redirectUri],
      response_types: ["code"],
      grant_types: ["authorization_code"],
      token_endpoint_auth_method: "client_secret_basic",
    },
  ],
  claims: { openid: ["sub"], profile: Object.keys(profile), acr: null, auth_time: null },
  acrValues: ["urn:vneid:muc-do:1", LEVEL_2],
  conformIdTokenClaims: false,
  cookies: { keys: ["only for tests"] },
  features: {
    devInteractions: { enabled: false },
    pushedAuthorizationRequests: { enabled: true, requirePushedAuthorizationRequests: true },
    backchannelLogout: { enabled: true },
  },
  findAccount: (_ctx, id) => ({ accountId: id, claims: async () => ({ sub: id, ...profile }) }),
  interactions: { url: (_ctx, interaction) => `/interaction/${interaction.uid}` },
});

// The scripted person: signs in and agrees to everything as soon as a page would be shown.
provider.use(async (ctx, next) => {
  if (!ctx.path.startsWith("/interaction/")) return next();
  const { prompt, params, session } = await provider.interactionDetails(ctx.req, ctx.res);
  const result = {};
  if (prompt.name === "login") {
    result.login = { accountId: "hoa", ...(statesLevel ? { acr: LEVEL_2, amr: ["face"] } : {}) };
  } else {
    const grant = new provider.Grant({ accountId: session.accountId, clientId: params.client_id });
    grant.addOIDCScope("openid profile");
    result.consent = { grantId: await grant.save() };
  }
  await provider.interactionFinished(ctx.req, ctx.res, result, { mergeWithLastSubmission: true });
});

provider.listen(Number(port), "127.0.0.1");
