// Small manners of every page. Each page works without this file.
document.documentElement.classList.add("js");

document.addEventListener("DOMContentLoaded", () => {
  document.querySelector("[data-focus]")?.focus();
});

// The menu of a narrow page. Without this file it stands open.
document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-opens]");
  if (button) {
    const open = document.getElementById(button.dataset.opens).classList.toggle("show");
    button.setAttribute("aria-expanded", String(open));
  }
});

// A form is sent once: a second click waits for the first answer.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if ("download" in form.dataset) return; // its answer is a file: the page stays
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
  event.submitter?.setAttribute("aria-busy", "true");
});

// Back from the next page, the form may be sent anew.
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) {
    delete form.dataset.sent;
    form.querySelector("[aria-busy]")?.removeAttribute("aria-busy");
  }
});

const tell = (words) => {
  const place = document.getElementById("dv-htmx-error");
  place.textContent = words;
  place.hidden = false;
};

document.addEventListener("htmx:afterRequest", (event) => {
  const form = event.target.closest?.("form");
  if (form) {
    delete form.dataset.sent;
    form.querySelector("[aria-busy]")?.removeAttribute("aria-busy");
  }
});
document.addEventListener("htmx:beforeRequest", () => {
  document.getElementById("dv-htmx-error").hidden = true;
});
document.addEventListener("htmx:responseError", () => {
  tell("Chưa thực hiện được. Vui lòng tải lại trang rồi thử lại.");
});
document.addEventListener("htmx:sendError", () => {
  tell("Không kết nối được máy chủ. Nội dung bạn nhập vẫn còn trên trang, vui lòng thử lại.");
});

// Who works on a page stays signed in: the registry renews the session now and then, but only after
// a key or the pointer was used. Without this the session ends by itself and one signs in again.
document.addEventListener("DOMContentLoaded", () => {
  const { renew, renewMinutes } = document.body.dataset;
  if (!renew) {
    return;
  }
  let working = false;
  for (const sign of ["keydown", "pointerdown", "wheel"]) {
    document.addEventListener(sign, () => { working = true; }, { passive: true });
  }
  setInterval(() => {
    if (!working) {
      return;
    }
    working = false;
    fetch(renew, { method: "POST", headers: JSON.parse(document.body.getAttribute("hx-headers")) }).catch(() => {});
  }, Number(renewMinutes) * 60000);
});

// A square on a paper leads to a form; what the form needs stands behind the #, which no server sees.
document.addEventListener("DOMContentLoaded", () => {
  const field = document.querySelector("[data-from-fragment]");
  if (field && location.hash.length > 1) {
    field.value = decodeURIComponent(location.hash.slice(1));
    history.replaceState(null, "", location.pathname);
  }
  document.querySelector("[data-print]")?.addEventListener("click", () => window.print());
});

// A browser shows days in its own language's order, so 01/12 may be two days: say the chosen one in full.
const WEEKDAYS = ["Chủ nhật", "Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy"];
const inWords = (input) => {
  const day = input.valueAsDate;
  return day ? `${WEEKDAYS[day.getUTCDay()]}, ngày ${input.value.split("-").reverse().join("/")}` : "";
};
document.addEventListener("DOMContentLoaded", () => {
  for (const input of document.querySelectorAll(".dv-field:not(.dv-filter *) input[type=date]")) {
    const said = document.createElement("p");
    said.className = "dv-day";
    said.textContent = inWords(input);
    input.after(said);
    input.addEventListener("change", () => { said.textContent = inWords(input); });
  }
});
