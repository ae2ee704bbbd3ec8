// Small comforts. Everything works without this file.
(() => {
  "use strict";

  const focusErrors = (root) => root.querySelector("[data-focus]")?.focus();

  // A second tap on a slow line must not send a form twice; the server refuses it too.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post") return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    if (form.classList.contains("htmx-request")) {
      event.preventDefault();
      sendAfterwards(form, event.submitter);
      return;
    }
    form.dataset.sent = "1";
  });
  // A form that saves itself is on its way: whoever presses the button meanwhile would meet her own save as another's.
  const sendAfterwards = (form, button) => {
    if (form.dataset.waits) return;
    form.dataset.waits = "1";
    form.addEventListener("htmx:afterRequest", () => setTimeout(() => {
      delete form.dataset.waits;
      form.requestSubmit(button);
    }), { once: true });
  };
  document.addEventListener("htmx:beforeRequest", (event) => {
    if (event.target.dataset.sent) event.preventDefault();
  });
  // Coming back by the browser's history shows the page as it was left: the form may be sent again.
  window.addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
  });

  // Days are typed as 15/12/2023; where the browser has a calendar, a button opens it.
  const toIso = (text) => text.trim().replace(/^(\d{1,2})\/(\d{1,2})\/(\d{4})$/, (_, day, month, year) => `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`);
  const toVietnamese = (iso) => iso.split("-").reverse().join("/");
  const addCalendar = (box) => {
    const calendar = document.createElement("input");
    if (box.dataset.day === "ready" || !calendar.showPicker) return;
    box.dataset.day = "ready";
    Object.assign(calendar, { type: "date", tabIndex: -1, className: "day-calendar" });
    calendar.setAttribute("aria-hidden", "true");
    const button = document.createElement("button");
    Object.assign(button, { type: "button", className: "day-button" });
    button.setAttribute("aria-label", "Chọn ngày trong lịch");
    button.addEventListener("click", () => {
      calendar.value = toIso(box.value);
      calendar.showPicker();
    });
    calendar.addEventListener("change", () => {
      if (calendar.value) box.value = toVietnamese(calendar.value);
      box.focus();
    });
    const frame = document.createElement("span");
    frame.className = "day-frame";
    box.replaceWith(frame);
    frame.append(box, calendar, button);
  };
  const addCalendars = (root) => root.querySelectorAll("input[data-day]").forEach(addCalendar);

  // Close the phone menu and an unfolded group by Escape, and when a tap falls outside.
  const closeMenu = (keep) => {
    for (const menu of document.querySelectorAll(":is(.phone-menu, .submenu)[open]")) {
      if (menu !== keep) menu.removeAttribute("open");
    }
  };
  document.addEventListener("click", (event) => closeMenu(event.target.closest(".phone-menu, .submenu")));
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const menu = document.querySelector(":is(.phone-menu, .submenu)[open]");
    closeMenu(null);
    menu?.querySelector("summary")?.focus();
  });

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-print]")) window.print();
  });

  // A part that cannot be fetched says so instead of leaving the page silently unchanged.
  document.addEventListener("htmx:sendError", () => {
    const place = document.getElementById("su-co");
    if (place) place.textContent = "Mất kết nối nên chưa tải được phần này. Hãy kiểm tra mạng rồi thử lại.";
  });
  document.addEventListener("htmx:responseError", (event) => {
    const place = document.getElementById("su-co");
    if (place && event.detail.xhr.status === 401) place.textContent = "Phiên đăng nhập đã hết nên chưa lưu được. Bấm nút gửi của trang: nội dung vẫn còn, chỉ cần đăng nhập lại.";
  });
  document.addEventListener("htmx:afterSwap", (event) => {
    addCalendars(event.target);
    focusErrors(event.target);
  });

  addCalendars(document);
  focusErrors(document);
})();
