// Carries bytes between the reader agent of this very machine and the server. It decides nothing: what a card proves is
// judged on the server, and what opens the card goes to the agent alone.
const form = document.getElementById("doc-the");
const part = (name) => form.querySelector(`[data-part="${name}"]`);
const field = (name) => form.elements.namedItem(name);
const KEPT = "dean06.reader";
const POLL_MS = 400;
const LOOK_FOR = "Không thấy chương trình đọc thẻ trên máy này. Mở chương trình (dean06 reader), chờ hiện mã ghép, rồi bấm Đọc thẻ lại.";
const OTHER_SITE = "Chương trình đọc thẻ trên máy này đang phục vụ một cổng khác, hoặc cổng này ở địa chỉ khác. Báo người vận hành đăng ký lại máy với cổng này.";
const OFFLINE = "Mất kết nối với máy chủ. Kiểm tra mạng rồi đọc lại thẻ.";

let pairing = JSON.parse(sessionStorage.getItem(KEPT) ?? "null");
let running = "";

class Told extends Error {}

const say = (text) => {
  part("status").textContent = text;
};

const complain = (text) => {
  const place = part("error");
  place.replaceChildren();
  if (!text) return;
  const box = document.createElement("div");
  const words = document.createElement("p");
  box.className = "ds-alert";
  box.dataset.color = "danger";
  words.textContent = text;
  box.append(words);
  place.append(box);
};

const showPairing = (isNeeded) => {
  part("pairing").hidden = !isNeeded;
};

const forget = () => {
  pairing = null;
  sessionStorage.removeItem(KEPT);
  showPairing(true);
};

const toIso = (text) => {
  const found = /^\s*(\d{1,2})\/(\d{1,2})\/(\d{4})\s*$/.exec(text);
  return found ? `${found[3]}-${found[2].padStart(2, "0")}-${found[1].padStart(2, "0")}` : "";
};

// What is printed on the card, checked for form so that a slip of the finger does not cost one of the card's tries.
function printed() {
  const digits = (name) => field(name).value.replace(/\s/g, "");
  if (field("way").value === "can") {
    if (!/^\d{6}$/.test(digits("can"))) throw new Told("Số CAN gồm đúng 6 chữ số. Xem mặt trước thẻ rồi nhập lại.");
    return { can: digits("can") };
  }
  const key = { number: digits("number").slice(-9), birth: toIso(field("birth").value), expiry: toIso(field("expiry").value) };
  if (!key.number || !key.birth || !key.expiry) throw new Told("Nhập đủ số thẻ, ngày sinh và ngày hết hạn theo dạng 15/12/1951.");
  return key;
}

// An agent of another site answers and shows this page nothing: the browser then hands over an answer nobody can read.
const somebodyAnswers = () =>
  fetch(`${form.dataset.agent}/`, { mode: "no-cors", credentials: "omit", cache: "no-store" }).then(
    () => true,
    () => false,
  );

async function agent(method, path, body) {
  const headers = pairing ? { Authorization: `Bearer ${pairing.bearer}` } : {};
  if (body) headers["Content-Type"] = "application/json";
  let answer;
  try {
    answer = await fetch(form.dataset.agent + path, { method, headers, body: body && JSON.stringify(body), credentials: "omit", cache: "no-store" });
  } catch {
    throw new Told((await somebodyAnswers()) ? OTHER_SITE : LOOK_FOR);
  }
  const said = answer.status === 204 ? {} : await answer.json();
  if (answer.ok) return said;
  if (said.code === "not_paired") forget();
  throw new Told(said.message);
}

async function server(address, body) {
  let answer;
  try {
    answer = await fetch(address, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRFToken": field("csrfmiddlewaretoken").value, Accept: "application/json" },
      body: JSON.stringify(body),
    });
  } catch {
    throw new Told(OFFLINE);
  }
  const said = await answer.json().catch(() => ({}));
  if (answer.ok) return said;
  throw new Told(said.detail ?? OFFLINE);
}

async function pair() {
  const box = field("ghep-code");
  const code = box.value.replace(/\s/g, "");
  if (!/^\d{8}$/.test(code)) {
    showPairing(true);
    box.focus();
    throw new Told("Nhập 8 số đang hiện ở chương trình đọc thẻ để ghép trang với đầu đọc.");
  }
  pairing = await agent("POST", "/v1/pair", { code });
  sessionStorage.setItem(KEPT, JSON.stringify(pairing));
  box.value = "";
  showPairing(false);
}

async function read() {
  const key = printed();
  if (!pairing) await pair();
  const order = await server(form.dataset.begin, { device: pairing.device, purpose: form.dataset.purpose ?? field("purpose").value });
  const started = await agent("POST", "/v1/readings", { order, key });
  running = started.id;
  part("cancel").hidden = false;
  const result = await follow(started.id);
  say("Đang kiểm tra thẻ trên máy chủ…");
  const { url } = await server(form.dataset.submit, result);
  form.reset();
  location.assign(url);
}

async function follow(id) {
  for (;;) {
    const state = await agent("GET", `/v1/readings/${id}`);
    if (state.state === "done") return state.result;
    if (state.state !== "running") throw new Told(state.message);
    say(state.message);
    await new Promise((done) => setTimeout(done, POLL_MS));
  }
}

function setBusy(isBusy) {
  part("go").disabled = isBusy;
  part("card").inert = isBusy;
  if (!isBusy) part("cancel").hidden = true;
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  complain("");
  setBusy(true);
  try {
    await read();
  } catch (error) {
    if (!(error instanceof Told)) throw error;
    say("");
    complain(error.message);
  } finally {
    running = "";
    setBusy(false);
  }
});

part("cancel").addEventListener("click", () => {
  if (running) agent("DELETE", `/v1/readings/${running}`).catch((error) => complain(error.message));
});

const chooseWay = () => {
  for (const box of form.querySelectorAll("[data-way]")) box.hidden = box.dataset.way !== field("way").value;
};
form.addEventListener("change", chooseWay);
// What was typed about a person must not be found by the next one who presses "back".
window.addEventListener("pagehide", () => form.reset());

chooseWay();
showPairing(!pairing);
part("go").disabled = false;
