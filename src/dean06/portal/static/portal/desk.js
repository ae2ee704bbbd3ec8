// Keys for the queue: j and k go through the lines, Enter opens, x ticks, / searches, ? tells them. All of it can be
// done without this file, by links, boxes and buttons.
(() => {
  "use strict";

  const lines = [...document.querySelectorAll("[data-row]")];
  const keys = document.querySelector("[data-keys]");
  let at = -1;

  const link = (line) => line?.querySelector("th a");
  const isTyping = (element) => element.closest("input:not([type=checkbox]), textarea, select, [contenteditable]");

  const go = (place) => {
    if (!lines.length) return;
    lines[at]?.classList.remove("is-at");
    at = Math.min(Math.max(place, 0), lines.length - 1);
    lines[at].classList.add("is-at");
    link(lines[at]).focus();
  };

  const doing = {
    j: () => go(at + 1),
    k: () => go(at - 1),
    x: () => lines[at]?.querySelector("input[type=checkbox]")?.click(),
    "/": () => document.querySelector("[data-key-search]")?.click(),
    "?": () => {
      if (!keys) return;
      keys.open = !keys.open;
      if (keys.open) keys.querySelector("summary").focus();
    },
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || isTyping(event.target)) return;
    if (event.key === "Enter" && at >= 0 && event.target === document.body) {
      link(lines[at]).click();
      return;
    }
    const act = doing[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });

  // Whoever walks by Tab or taps stands where the keys go on from.
  document.addEventListener("focusin", (event) => {
    const place = lines.indexOf(event.target.closest("[data-row]"));
    if (place < 0 || place === at) return;
    lines[at]?.classList.remove("is-at");
    at = place;
    lines[at].classList.add("is-at");
  });
})();
