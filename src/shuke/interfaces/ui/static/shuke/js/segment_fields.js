/* The fields of the builder: numbers, money, days, lists of values. No text of its own. */

const offer = JSON.parse(document.getElementById("offer").textContent);
export const words = offer.words;
export { offer };

let count = 0;
export const fresh = (name) => `${name}-${(count += 1)}`;

/* make("label.row", { for: id }, child, "text"): an element with classes, attributes, children. */
export function make(what, attributes = {}, ...children) {
  const [tag, ...classes] = what.split(".");
  const element = document.createElement(tag);
  if (classes.length) element.className = classes.join(" ");
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value !== undefined && value !== false) element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

export function icon(name) {
  const found = document.getElementById("icons").content.querySelector(`[data-icon="${name}"] svg`);
  return found.cloneNode(true);
}

export function button(label, sign, act, { shown = false, pressed } = {}) {
  const attributes = { type: "button", "aria-label": label, title: shown ? undefined : label, onclick: act };
  if (pressed !== undefined) attributes["aria-pressed"] = String(pressed);
  return shown
    ? make("button.btn.btn-small", { ...attributes, "aria-label": undefined }, icon(sign), label)
    : make("button.icon-button.row-button", attributes, icon(sign));
}

export function select(label, options, chosen, act) {
  const box = make("select.form-select", { "aria-label": label, onchange: () => act(box.value) });
  for (const { value, label: text } of options) box.append(new Option(text, value, false, value === chosen));
  return box;
}

function typed(label, attributes, value, read, act) {
  const box = make("input.form-control", { "aria-label": label, autocomplete: "off", ...attributes });
  box.value = value ?? "";
  box.addEventListener("input", () => act(read(box.value)));
  return box;
}

const asNumber = (text) => (text.trim() === "" || !Number.isFinite(Number(text)) ? null : Number(text));
const asWhole = (text) => (/^\d{1,15}$/.test(text.trim()) ? Number(text) : null);

export const number = (label, value, act) =>
  typed(label, { type: "number", step: "any", inputmode: "decimal", class: "form-control short" }, value, asNumber, act);

export function days(label, value, act) {
  const attributes = { type: "number", min: 1, max: offer.days_max, step: 1, inputmode: "numeric", class: "form-control short" };
  return typed(label, attributes, value, asWhole, act);
}

/* Shown in major units, kept in minor ones. */
export function money(label, value, act) {
  const scale = 10 ** offer.digits;
  const read = (text) => (asNumber(text) === null ? null : Math.round(Number(text) * scale));
  const attributes = { type: "number", step: 1 / scale, inputmode: "decimal", class: "form-control short" };
  const shown = typeof value === "number" ? (value / scale).toFixed(value % scale ? offer.digits : 0) : "";
  return make("span.with-sign", {}, make("span", { "aria-hidden": "true" }, offer.currency), typed(label, attributes, shown, read, act));
}

export const day = (label, value, act) =>
  typed(label, { type: "date", class: "form-control" }, value, (text) => text || null, act);

export const text = (label, value, act) =>
  typed(label, { type: "text", maxlength: 200 }, value, (written) => written.trim() || null, act);

const labels = new Map();

async function looked(of, query) {
  const base = document.getElementById("builder").dataset.values;
  const answer = await fetch(`${base}?${new URLSearchParams({ of, q: query })}`);
  if (!answer.ok) return [];
  const { values } = await answer.json();
  return values;
}

/* A list of values, or one: chosen from a closed list, from the data, or typed. */
export class Tokens {
  constructor({ label, of, choices, values, single, isNumber, act }) {
    Object.assign(this, { label, of, choices, single, isNumber, act });
    this.values = [...values];
    this.id = fresh("values");
    for (const one of choices ?? []) labels.set(one.value, one.label);
    this.input = make("input", {
      type: "text", role: "combobox", "aria-label": label, "aria-expanded": "false", "aria-autocomplete": "list",
      "aria-controls": this.id, autocomplete: "off", maxlength: 200, placeholder: words.search_value,
    });
    this.hits = make("div.token-hits", { id: this.id, role: "listbox", "aria-label": label, hidden: true });
    this.chosen = make("span.tokens-chosen");
    this.element = make("div.tokens", { onclick: () => this.input.focus() }, this.chosen, this.input, this.hits);
    this.input.addEventListener("input", () => this.soon());
    this.input.addEventListener("focus", () => this.look());
    this.input.addEventListener("blur", () => setTimeout(() => this.close(), 150));
    this.input.addEventListener("keydown", (event) => this.key(event));
    this.draw();
  }

  soon() {
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.look(), 140);
  }

  async look() {
    const query = this.input.value.trim();
    const asked = (this.asked = {});
    const wanted = query.toLowerCase();
    const found = this.choices
      ? this.choices.filter((one) => one.label.toLowerCase().includes(wanted))
      : this.of ? await looked(this.of, query) : [];
    if (asked !== this.asked || document.activeElement !== this.input) return;
    const shown = found.filter((one) => !this.values.includes(this.read(one.value)));
    const isNew = query && !this.choices && !shown.some((one) => one.value === query) && this.read(query) !== null;
    if (isNew) shown.push({ value: query, label: words.type_value.replace("{text}", query), isTyped: true });
    this.show(shown);
  }

  read(value) {
    return this.isNumber ? asNumber(String(value)) : value;
  }

  show(found) {
    this.hits.replaceChildren(
      ...found.map((one, at) =>
        make("div.token-hit", {
          role: "option", id: `${this.id}-${at}`, "aria-selected": "false",
          onmousedown: (event) => { event.preventDefault(); this.add(one); },
        }, one.label),
      ),
    );
    if (!found.length) this.hits.append(make("div.token-none", { role: "option", "aria-disabled": "true", "aria-selected": "false" }, words.nothing));
    this.found = found;
    this.at = -1;
    this.hits.hidden = false;
    this.input.setAttribute("aria-expanded", "true");
  }

  close() {
    this.hits.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }

  add(one) {
    const value = this.read(one.value);
    if (value === null) return;
    if (!one.isTyped) labels.set(one.value, one.label);
    this.values = this.single ? [value] : [...this.values, value];
    this.input.value = "";
    this.close();
    this.draw();
    this.act(this.values);
  }

  drop(value) {
    this.values = this.values.filter((kept) => kept !== value);
    this.draw();
    this.act(this.values);
    this.input.focus();
  }

  draw() {
    this.chosen.replaceChildren(
      ...this.values.map((value) => {
        const label = String(labels.get(value) ?? value);
        const drop = make("button", { type: "button", "aria-label": words.drop.replace("{text}", label), onclick: () => this.drop(value) }, icon("x"));
        return make("span.token", { "data-user-content": true }, label, drop);
      }),
    );
    this.input.placeholder = this.values.length ? "" : words.search_value;
    this.element.classList.toggle("is-full", this.single && this.values.length > 0);
  }

  key(event) {
    const rows = [...this.hits.querySelectorAll(".token-hit")];
    const choose = (at) => {
      rows[this.at]?.setAttribute("aria-selected", "false");
      this.at = Math.min(Math.max(at, 0), rows.length - 1);
      rows[this.at]?.setAttribute("aria-selected", "true");
      rows[this.at]?.scrollIntoView({ block: "nearest" });
      if (rows[this.at]) this.input.setAttribute("aria-activedescendant", rows[this.at].id);
    };
    if (event.key === "ArrowDown") choose(this.at + 1);
    else if (event.key === "ArrowUp") choose(this.at - 1);
    else if (event.key === "Escape" && !this.hits.hidden) this.close();
    else if (event.key === "Enter" || (event.key === "," && this.input.value)) {
      if (!this.hits.hidden && this.found?.length) this.add(this.found[Math.max(this.at, 0)]);
      else if (!this.input.value) return;
    } else if (event.key === "Backspace" && !this.input.value && this.values.length) this.drop(this.values.at(-1));
    else return;
    event.preventDefault();
  }
}
