// Before the machine goes to somebody else: the reader takes no more orders on the officer's word, and the page forgets
// the word. The server's answer empties the browser's storage as well; this also reaches the agent.
const form = document.querySelector("form[data-hand-over]");
const KEPT = "dean06.reader";
const PATIENCE_MS = 1500;

async function unpair(pairing) {
  const headers = { Authorization: `Bearer ${pairing.bearer}` };
  const patience = AbortSignal.timeout(PATIENCE_MS);
  await fetch(`${form.dataset.agent}/v1/pair`, { method: "DELETE", headers, credentials: "omit", signal: patience });
}

form?.addEventListener("submit", async (event) => {
  const pairing = JSON.parse(sessionStorage.getItem(KEPT) ?? "null");
  sessionStorage.removeItem(KEPT);
  if (!pairing) return;
  event.preventDefault();
  await unpair(pairing).catch(() => {}); // no agent any more: nothing to forget
  form.submit();
});
