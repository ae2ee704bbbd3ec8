// Builds what browsers and printed documents need from the npm packages and src/dean06/ui/assets:
// theme from designsystemet.config.json + the parts of the design system we use + our layout = one app.css.
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { transform } from "lightningcss";

const ROOT = join(dirname(fileURLToPath(import.meta.url)), "..");
const MODULES = join(ROOT, "node_modules");
const UI = join(ROOT, "src", "dean06", "ui");
const DIST = join(UI, "static", "dist");
const DOCUMENT_FONTS = join(UI, "document_fonts");
const TOKENS = join(ROOT, "design-tokens");
const THEME = join(TOKENS, "theme");

// The page itself may weigh the rest of the 80 kB a first load is allowed (fonts apart); tests measure the sum.
const ASSET_BUDGET_BYTES = 60_000;
const WEIGHTS = ["400", "500", "600"];
const SUBSETS = {
  vietnamese: "U+0102-0103,U+0110-0111,U+0128-0129,U+0168-0169,U+01A0-01A1,U+01AF-01B0,U+0300-0301,U+0303-0304,U+0308-0309,U+0323,U+0329,U+1EA0-1EF9,U+20AB",
  latin: "U+0000-00FF,U+0131,U+0152-0153,U+02BB-02BC,U+02C6,U+02DA,U+02DC,U+0304,U+0308,U+0329,U+2000-206F,U+20AC,U+2122,U+2191,U+2193,U+2212,U+2215,U+FEFF,U+FFFD",
};
const BASE_PARTS = ["base", "heading", "label", "data-size-workaround", "paragraph"];
const COMPONENT_PARTS = [
  "link", "validation-message", "alert", "button", "card", "details", "divider", "error-summary", "field", "fieldset",
  "input", "list", "skip-link", "table", "tag",
];
// Browsers of 2022: the oldest that know cascade layers and :has(), which the design system stands on.
const version = (major, minor = 0) => (major << 16) | (minor << 8);
const TARGETS = { chrome: version(105), android: version(105), samsung: version(20), safari: version(15, 4), ios_saf: version(15, 4), firefox: version(121) };
const DOCUMENT_FACES = { Regular: "400Regular", Italic: "400Regular_Italic", Bold: "700Bold", BoldItalic: "700Bold_Italic" };

function buildTheme() {
  const tool = join(MODULES, "@digdir", "designsystemet", "dist", "bin", "designsystemet.js");
  const run = (...words) => execFileSync(process.execPath, [tool, "tokens", ...words], { cwd: ROOT, stdio: ["ignore", "pipe", "inherit"] });
  rmSync(TOKENS, { recursive: true, force: true });
  run("create", "--config", "designsystemet.config.json");
  run("build", "-t", TOKENS, "-o", THEME);
  const css = readFileSync(join(THEME, "dean06.css"), "utf8");
  rmSync(TOKENS, { recursive: true, force: true });
  return css;
}

const designSystem = (part) => readFileSync(join(MODULES, "@digdir", "designsystemet-css", "dist", "src", `${part}.css`), "utf8");
const layer = (name, css) => `@layer ${name}{${css}}`;

function fontFaces() {
  const faces = WEIGHTS.flatMap((weight) =>
    Object.entries(SUBSETS).map(
      ([subset, range]) =>
        `@font-face{font-family:"Be Vietnam Pro";font-style:normal;font-display:swap;font-weight:${weight};src:url("./fonts/${fontFile(subset, weight)}") format("woff2");unicode-range:${range}}`,
    ),
  );
  return faces.join("\n");
}

const fontFile = (subset, weight) => `be-vietnam-pro-${subset}-${weight}-normal.woff2`;

function ownStyles() {
  const folder = join(UI, "assets", "css");
  const sheets = readdirSync(folder).filter((name) => name.endsWith(".css")).sort();
  return sheets.map((name) => layer(name.startsWith("0-") ? "reset" : "app", readFileSync(join(folder, name), "utf8"))).join("\n");
}

function styles() {
  const theme = buildTheme().replace('@charset "UTF-8";', "");
  const code = [
    "@layer reset, ds.theme, ds.base, ds.components, app;",
    fontFaces(),
    theme,
    ...BASE_PARTS.map((part) => layer("ds.base", designSystem(part))),
    ...COMPONENT_PARTS.map((part) => layer("ds.components", designSystem(part))),
    ownStyles(),
  ].join("\n");
  return transform({ filename: "app.css", code: Buffer.from(code), minify: true, targets: TARGETS }).code;
}

function copyFonts() {
  mkdirSync(join(DIST, "fonts"), { recursive: true });
  for (const weight of WEIGHTS) {
    for (const subset of Object.keys(SUBSETS)) {
      const file = fontFile(subset, weight);
      cpSync(join(MODULES, "@fontsource", "be-vietnam-pro", "files", file), join(DIST, "fonts", file));
    }
  }
  const tinos = join(MODULES, "@expo-google-fonts", "tinos");
  mkdirSync(DOCUMENT_FONTS, { recursive: true });
  for (const [face, folder] of Object.entries(DOCUMENT_FACES)) {
    cpSync(join(tinos, folder, `Tinos_${folder}.ttf`), join(DOCUMENT_FONTS, `Tinos-${face}.ttf`));
  }
  cpSync(join(tinos, "LICENSE_FONT"), join(DOCUMENT_FONTS, "LICENSE"));
}

function report() {
  let total = 0;
  for (const name of ["app.css", "htmx.js", "app.js"]) {
    const raw = readFileSync(join(DIST, name));
    const packed = gzipSync(raw, { level: 9 }).length;
    total += packed;
    console.log(`${name.padEnd(8)} ${(raw.length / 1000).toFixed(1).padStart(7)} kB, compressed ${(packed / 1000).toFixed(1).padStart(5)} kB`);
  }
  console.log(`together ${(total / 1000).toFixed(1)} kB compressed of ${ASSET_BUDGET_BYTES / 1000} kB allowed, fonts apart`);
  if (total > ASSET_BUDGET_BYTES) {
    throw new Error("the assets are heavier than a first load allows");
  }
}

rmSync(DIST, { recursive: true, force: true });
mkdirSync(DIST, { recursive: true });
writeFileSync(join(DIST, "app.css"), styles());
cpSync(join(MODULES, "htmx.org", "dist", "htmx.min.js"), join(DIST, "htmx.js"));
cpSync(join(UI, "assets", "app.js"), join(DIST, "app.js"));
cpSync(join(UI, "assets", "icon.svg"), join(DIST, "icon.svg"));
copyFonts();
report();
