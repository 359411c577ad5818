/* What every page can do: dialogs, menus, keyboard, the token on htmx requests, messages. */

const page = document;
const byId = (id) => page.getElementById(id);

/* htmx sends the token that Django's forms carry; refusals (4xx) are swapped in like answers. */
page.addEventListener("htmx:configRequest", (event) => {
  const token = page.querySelector("input[name=csrfmiddlewaretoken]")?.value;
  if (token) event.detail.headers["X-CSRFToken"] = token;
});
page.addEventListener("htmx:beforeSwap", (event) => {
  const { xhr } = event.detail;
  if ([400, 403, 404, 409, 413, 422, 429].includes(xhr.status) && xhr.getResponseHeader("X-Partial")) {
    event.detail.shouldSwap = true;
    event.detail.isError = false;
  }
});
for (const name of ["htmx:responseError", "htmx:sendError"]) {
  page.addEventListener(name, (event) => {
    // A part of a page says in its place that it failed; anything else as a message.
    const later = event.detail.elt?.closest?.(".later");
    if (later) later.classList.add("is-failed");
    else say(byId("toasts")?.dataset.failed, "error");
  });
}
page.addEventListener("say", (event) => say(event.detail.text ?? event.detail.value, event.detail.kind));

export function say(text, kind = "success") {
  const toasts = byId("toasts");
  if (!toasts || !text) return;
  const notice = page.createElement("div");
  notice.className = `notice notice-${kind}`;
  notice.textContent = text;
  toasts.append(notice);
  setTimeout(() => notice.remove(), 6000);
}

/* Dialogs and the phone menu. */
function open(id) {
  const dialog = byId(id);
  if (!dialog || dialog.open) return;
  for (const other of page.querySelectorAll("dialog[open]")) other.close();
  dialog.showModal();
  const input = dialog.querySelector("input[type=search]");
  input?.select();
  input?.dispatchEvent(new Event("shown"));
}

function menu(isOpen) {
  page.body.classList.toggle("is-open", isOpen);
  for (const button of page.querySelectorAll("[data-opens-menu]")) {
    button.setAttribute("aria-expanded", String(isOpen));
  }
  if (isOpen) page.querySelector("#side a")?.focus();
}

page.addEventListener("click", (event) => {
  const target = event.target;
  const opener = target.closest("[data-opens]");
  if (opener) open(opener.dataset.opens);
  if (target.closest("[data-opens-menu]")) menu(!page.body.classList.contains("is-open"));
  if (target.closest("[data-closes-menu]")) menu(false);
  if (target.closest("[data-theme-switch]")) switchTheme();
  const copier = target.closest("[data-copies]");
  if (copier) navigator.clipboard?.writeText(copier.dataset.copies).then(() => say(copier.dataset.copied));
  const account = target.closest("[data-username]");
  if (account) signInAs(account.dataset);
  if (target.nodeName === "DIALOG" && target.open) target.close();
  for (const shown of page.querySelectorAll("details.menu[open]")) {
    if (!shown.contains(target)) shown.open = false;
  }
});

function switchTheme() {
  const root = page.documentElement;
  root.dataset.bsTheme = root.dataset.bsTheme === "dark" ? "light" : "dark";
  localStorage.setItem("shuke.theme", root.dataset.bsTheme);
  page.dispatchEvent(new CustomEvent("shuke:theme"));
}

function signInAs({ username, password }) {
  const form = page.querySelector("form[data-sign-in]");
  form.elements.login.value = username;
  form.elements.password.value = password;
  form.requestSubmit();
}

/* A drawer opens when its content has come, and so does the dialog that a part names with
   data-shows; selects with data-submits send their form. */
page.addEventListener("htmx:afterSwap", (event) => {
  const { target } = event.detail;
  if (target.id === "drawer-body") open("drawer");
  if (target.dataset?.shows) open(target.dataset.shows);
});
page.addEventListener("change", (event) => {
  if (event.target.closest("[data-submits]")) event.target.form.requestSubmit();
});
page.addEventListener("submit", (event) => {
  // What htmx sends has its own sign of work; only a page that is left shows this one.
  if (event.target.method !== "dialog" && !event.defaultPrevented) page.documentElement.classList.add("is-leaving");
});
window.addEventListener("pageshow", () => page.documentElement.classList.remove("is-leaving"));

/* Keyboard: / and ⌘K search, g + letter goes, j and k walk through rows, ? shows the list. */
let pending = false;

function rows() {
  return [...page.querySelectorAll("main [data-row], main .table tbody tr")].filter(
    (row) => row.offsetParent && row.querySelector("a"),
  );
}

function walk(step) {
  const all = rows();
  if (!all.length) return;
  const at = all.findIndex((row) => row.classList.contains("is-chosen"));
  const next = at < 0 ? (step > 0 ? 0 : all.length - 1) : Math.min(Math.max(at + step, 0), all.length - 1);
  all[at]?.classList.remove("is-chosen");
  all[next].classList.add("is-chosen");
  all[next].querySelector("a").focus();
}

function go(letter) {
  page.querySelector(`#side a[data-key="${CSS.escape(letter)}"]`)?.click();
}

page.addEventListener("keydown", (event) => {
  if ((event.metaKey || event.ctrlKey) && event.key.toLowerCase() === "k") {
    event.preventDefault();
    open("search");
    return;
  }
  if (event.key === "Escape") menu(false);
  if (event.target.closest("#search, #stores")) return moveHit(event);
  const isTyping = event.target.closest("input, select, textarea, [contenteditable]");
  if (isTyping || event.metaKey || event.ctrlKey || event.altKey || page.querySelector("dialog[open]")) return;
  if (pending) {
    pending = false;
    go(event.key);
    return;
  }
  const commands = {
    "/": () => open("search"),
    "?": () => open("keys"),
    j: () => walk(1),
    k: () => walk(-1),
    g: () => {
      pending = true;
      setTimeout(() => (pending = false), 1200);
    },
  };
  if (commands[event.key]) {
    event.preventDefault();
    commands[event.key]();
  }
});

function moveHit(event) {
  const hits = [...event.target.closest("dialog").querySelectorAll(".hit")];
  const at = hits.findIndex((hit) => hit.classList.contains("is-chosen"));
  const choose = (index) => {
    hits[at]?.classList.remove("is-chosen");
    hits[index]?.classList.add("is-chosen");
    hits[index]?.scrollIntoView({ block: "nearest" });
  };
  if (event.key === "ArrowDown") choose(Math.min(at + 1, hits.length - 1));
  else if (event.key === "ArrowUp") choose(Math.max(at - 1, 0));
  else if (event.key === "Enter" && hits.length) hits[Math.max(at, 0)].click();
  else return;
  event.preventDefault();
}
