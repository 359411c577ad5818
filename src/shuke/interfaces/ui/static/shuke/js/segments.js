/* The builder of segments: a tree of conditions as rows, written into the form as JSON. */

import { Tokens, button, day, days, fresh, icon, make, money, number, offer, select, text, words } from "./segment_fields.js";

const form = document.getElementById("builder");
const home = document.getElementById("tree");
const recent = /^(sales\.(?:spend|times|quantity)_)(\d{1,5})d$/;
const byName = new Map(offer.facts.map((fact) => [fact.name, fact]));
const levels = offer.levels.map((one) => one.value);

/* From a condition to the rows and back. A negated group is the mode "none". */
function group(mode, parts) {
  return { isGroup: true, mode, parts };
}

function nodeOf(data, negated = false) {
  if ("not" in data) return nodeOf(data.not, !negated);
  for (const mode of ["all", "any"]) {
    if (!(mode in data)) continue;
    const made = group(mode, data[mode].map((part) => nodeOf(part)));
    if (!negated) return made;
    return mode === "any" ? group("none", made.parts) : group("none", [made]);
  }
  return { isGroup: false, negated, data: structuredClone(data) };
}

function conditionOf(node) {
  if (node.isGroup) {
    const parts = node.parts.map(conditionOf).filter((part) => part !== null);
    if (!parts.length && node !== root) return null;
    if (node.mode === "none") return parts.length ? { not: { any: parts } } : { all: [] };
    return parts.length ? { [node.mode]: parts } : { all: [] };
  }
  if (!isComplete(node.data)) return null;
  return node.negated ? { not: node.data } : node.data;
}

const isFilled = (value) => value !== null && value !== undefined && value !== "";

function shapeOf(kind, operator, isCount = false) {
  const known = isCount ? offer.counting : offer.operators[kind];
  return known.find((one) => one.value === operator)?.shape ?? "one";
}

function isCompleteValue(shape, value) {
  if (shape === "nothing") return true;
  if (shape === "list") return Array.isArray(value) && value.length > 0;
  if (shape === "pair") return Array.isArray(value) && value.length === 2 && value.every(isFilled) && value[0] <= value[1];
  return isFilled(value);
}

function isComplete(data) {
  if ("bought" in data) {
    const { bought } = data;
    const narrowed = levels.every((level) => !(level in bought) || bought[level].length > 0);
    const timed = !("last_days" in bought) || isFilled(bought.last_days);
    const dated = !("from" in bought && "to" in bought) || (isFilled(bought.from) && isFilled(bought.to) && bought.from <= bought.to);
    return narrowed && timed && dated && isCompleteValue(shapeOf("", bought.is, true), bought.value);
  }
  if ("segment" in data) return isFilled(data.segment);
  if ("figure" in data) return true;
  return isFilled(data.fact) && isCompleteValue(shapeOf(factOf(data.fact).type, data.is), data.value);
}

function factOf(name) {
  const found = recent.exec(name);
  if (found) return { ...byName.get([...byName.keys()].find((one) => byName.get(one).recent === found[1])), days: Number(found[2]) };
  const kind = /:([a-z]+)$/.exec(name)?.[1];
  const type = kind && kind in offer.operators ? kind : "text";
  return byName.get(name) ?? { name, label: name.replace(/:[a-z]+$/, ""), type, lookup: name };
}

/* Rows. */
function valueField(fact, shape, data, act) {
  if (shape === "nothing") return null;
  if (shape === "days") return make("span.with-sign", {}, days(words.value, data.value, act), make("span", {}, words.days));
  if (shape === "list") return listField(fact, data, act);
  if (shape === "pair") {
    const pair = Array.isArray(data.value) ? [...data.value] : [null, null];
    const set = (at) => (value) => {
      pair[at] = value;
      act([...pair]);
    };
    return make("span.pair", {}, oneField(fact, words.low, pair[0], set(0)), make("span.muted", {}, "–"), oneField(fact, words.high, pair[1], set(1)));
  }
  const value = Array.isArray(data.value) ? null : data.value;
  return make("span.with-sign", {}, oneField(fact, words.value, value, act), fact.unit ? make("span", {}, fact.unit) : null);
}

function listField(fact, data, act) {
  const values = Array.isArray(data.value) ? data.value : [];
  const isNumber = fact.type === "number" || fact.type === "money";
  return new Tokens({ label: words.value, of: fact.lookup, choices: fact.choices, values, isNumber, act: (found) => act(found) }).element;
}

function oneField(fact, label, value, act) {
  if (fact.choices) {
    const options = [{ value: "", label: "…" }, ...fact.choices];
    return select(label, options, value ?? "", (chosen) => act(chosen || null));
  }
  if (fact.type === "boolean") {
    const options = [{ value: "true", label: words.yes }, { value: "false", label: words.no }];
    return select(label, options, String(value ?? true), (chosen) => act(chosen === "true"));
  }
  if (fact.type === "money") return money(label, value, act);
  if (fact.type === "number") return number(label, value, act);
  if (fact.type === "date") return day(label, value, act);
  if (fact.lookup) {
    const values = isFilled(value) ? [value] : [];
    return new Tokens({ label, of: fact.lookup, values, single: true, act: ([chosen]) => act(chosen ?? null) }).element;
  }
  return text(label, value, act);
}

function factRow(node, redraw) {
  const fact = factOf(node.data.fact);
  const operators = offer.operators[fact.type];
  const shape = shapeOf(fact.type, node.data.is);
  const parts = [make("button.fact-name", { type: "button", onclick: () => pick((data) => { node.data = data; redraw(); }) }, fact.label)];
  if (fact.recent) {
    const set = (value) => {
      if (value) node.data.fact = `${fact.recent}${value}d`;
      changed();
    };
    parts.push(make("span.with-sign", {}, days(words.recent, fact.days, set), make("span", {}, words.days)));
  }
  parts.push(
    select(words.operator, operators, node.data.is, (value) => {
      node.data.is = value;
      fit(node.data, fact);
      redraw();
    }),
    valueField(fact, shape, node.data, (value) => {
      node.data.value = value;
      changed();
    }),
  );
  return parts;
}

/* Keep what still suits the new comparison, forget the rest. */
function fit(data, fact) {
  const shape = shapeOf(fact.type, data.is);
  const isList = Array.isArray(data.value);
  if (shape === "nothing") delete data.value;
  else if (shape === "list") data.value = isList ? data.value : isFilled(data.value) ? [data.value] : [];
  else if (shape === "pair") data.value = isList && data.value.length === 2 ? data.value : [isList ? null : data.value ?? null, null];
  else if (isList) data.value = data.value[0] ?? null;
  if (fact.type === "boolean" && shape === "one" && data.value === undefined) data.value = true;
}

function boughtRow(node, redraw) {
  const { bought } = node.data;
  const isNone = bought.measure === "times" && bought.is === "equals" && bought.value === 0;
  const whether = [{ value: "yes", label: words.bought }, { value: "no", label: words.did_not }];
  const parts = [
    make("span.fact-sign", {}, icon("shopping-basket")),
    select(words.whether, whether, isNone ? "no" : "yes", (value) => {
      Object.assign(bought, value === "no" ? { measure: "times", is: "equals", value: 0 } : { measure: "times", is: "at_least", value: 1 });
      redraw();
    }),
  ];
  if (!isNone) parts.push(...countFields(bought, redraw));
  parts.push(...narrowFields(bought, redraw), ...whenFields(bought, redraw));
  return parts;
}

function countFields(bought, redraw) {
  const fact = { type: bought.measure === "amount" ? "money" : "number" };
  const shape = shapeOf("", bought.is, true);
  return [
    select(words.operator, offer.counting, bought.is, (value) => {
      bought.is = value;
      const isPair = shapeOf("", value, true) === "pair";
      if (isPair !== Array.isArray(bought.value)) bought.value = isPair ? [bought.value ?? null, null] : bought.value[0];
      redraw();
    }),
    valueField(fact, shape, bought, (value) => {
      bought.value = value;
      changed();
    }),
    select(words.measure, offer.measures, bought.measure, (value) => {
      bought.measure = value;
      redraw();
    }),
  ];
}

function narrowFields(bought, redraw) {
  const used = levels.filter((level) => level in bought);
  const parts = used.map((level) => {
    const options = offer.levels.filter((one) => one.value === level || !(one.value in bought));
    const field = new Tokens({
      label: offer.levels.find((one) => one.value === level).label, of: level, values: bought[level],
      act: (values) => {
        bought[level] = values;
        changed();
      },
    });
    return make("span.narrow", {},
      make("span.muted", {}, words.goods),
      select(words.level, options, level, (value) => {
        delete bought[level];
        bought[value] = [];
        redraw();
      }),
      field.element,
      button(words.remove, "x", () => {
        delete bought[level];
        redraw();
      }),
    );
  });
  const free = offer.levels.find((one) => !(one.value in bought));
  if (free) {
    parts.push(button(words.narrow, "plus", () => {
      bought[free.value] = [];
      redraw({ last: ".narrow:last-of-type .tokens input" });
    }, { shown: true }));
  }
  return parts;
}

function whenFields(bought, redraw) {
  const kind = "last_days" in bought ? "last_days" : "from" in bought || "to" in bought ? "between" : "ever";
  const options = ["last_days", "ever", "between"].map((value) => ({ value, label: words[value] }));
  const parts = [
    select(words.when, options, kind, (value) => {
      for (const name of ["last_days", "from", "to"]) delete bought[name];
      if (value === "last_days") bought.last_days = 90;
      if (value === "between") Object.assign(bought, { from: null, to: null });
      redraw();
    }),
  ];
  const set = (name) => (value) => {
    bought[name] = value;
    changed();
  };
  if (kind === "last_days") parts.push(make("span.with-sign", {}, days(words.last_days, bought.last_days, set("last_days")), make("span", {}, words.days)));
  if (kind === "between") parts.push(day(words.from, bought.from, set("from")), make("span.muted", {}, "–"), day(words.to, bought.to, set("to")));
  return [make("span.when", {}, ...parts)];
}

function cellRow(node, redraw) {
  if ("segment" in node.data) {
    const options = [{ value: "", label: "…" }, ...offer.segments.map(({ name, label }) => ({ value: name, label }))];
    const set = (value) => {
      node.data.segment = value;
      changed();
    };
    const chosen = select(words.segment, options, node.data.segment, set);
    chosen.setAttribute("data-user-content", "");
    return [make("span.fact-sign", {}, icon("layers")), make("span", {}, words.segment), chosen];
  }
  const cell = Object.entries(node.data.where ?? {}).map(([name, value]) => `${name} = ${value}`).join(", ");
  return [make("span.fact-sign", {}, icon("sigma")), make("span", {}, words.figure), make("span.token", { "data-user-content": true }, `${node.data.figure} ${cell}`.trim())];
}

function leafRow(node, parent, redraw) {
  const make_row = "bought" in node.data ? boughtRow : "fact" in node.data ? factRow : cellRow;
  const row = make("div.rule", { "data-row-id": (node.id ??= fresh("rule")) },
    node.negated ? make("span.badge.badge-rose", {}, words.not) : null,
    make("div.rule-parts", {}, ...make_row(node, redraw)),
    button(words.negate, "ban", () => {
      node.negated = !node.negated;
      redraw();
    }, { pressed: node.negated }),
    button(words.remove, "x", () => removed(node, parent)),
  );
  node.row = row;
  return row;
}

function groupBox(node, parent) {
  const modes = ["all", "any", "none"].map((value) => ({ value, label: words[value] }));
  const joins = { all: words.and, any: words.or, none: words.nor };
  const rows = node.parts.flatMap((part, at) => [
    at ? make("div.joint", { "aria-hidden": "true" }, joins[node.mode]) : null,
    part.isGroup ? groupBox(part, node) : leafRow(part, node, (where) => draw(part, where)),
  ]);
  const box = make("div.rule-group", { role: "group", "aria-label": words.group, "data-row-id": (node.id ??= fresh("group")) },
    make("div.group-head", {},
      select(words.group, modes, node.mode, (value) => {
        node.mode = value;
        draw(node);
      }),
      parent ? button(words.remove, "x", () => removed(node, parent)) : null,
    ),
    ...rows,
    node.parts.length ? null : make("p.muted.rule-empty", {}, words.empty),
    make("div.group-foot", {},
      button(words.add, "plus", () => pick((data) => added({ isGroup: false, negated: false, data }, node)), { shown: true }),
      button(words.add_group, "brackets", () => added(group(node.mode === "all" ? "any" : "all", []), node), { shown: true }),
    ),
  );
  return box;
}

function added(node, parent) {
  parent.parts.push(node);
  draw(node, { last: "input, .fact-name + select, select, button" });
}

function removed(node, parent) {
  parent.parts.splice(parent.parts.indexOf(node), 1);
  draw(parent);
}

/* Draw everything again and put the focus where the hand was. */
function draw(node, { last } = {}) {
  const before = home.querySelector(`[data-row-id="${node?.id}"]`);
  const at = before && before.contains(document.activeElement) ? focusable(before).indexOf(document.activeElement) : -1;
  home.replaceChildren(groupBox(root, null));
  const after = node && home.querySelector(`[data-row-id="${node.id}"]`);
  if (after && last) [...after.querySelectorAll(last)].find((one) => one.offsetParent)?.focus();
  else if (after) (focusable(after)[at] ?? focusable(after)[0])?.focus();
  changed();
}

const focusable = (element) => [...element.querySelectorAll("button, select, input")];

let waiting = 0;
function changed() {
  const condition = JSON.stringify(conditionOf(root));
  mark(root);
  const field = document.getElementById("condition");
  if (field.value === condition) return;
  const isFirst = field.value === "";
  field.value = condition;
  if (isFirst) return;
  clearTimeout(waiting);
  waiting = setTimeout(() => form.dispatchEvent(new CustomEvent("asked")), 180);
}

function mark(node) {
  if (node.isGroup) return node.parts.forEach(mark);
  const isOpen = !isComplete(node.data);
  node.row?.classList.toggle("is-open", isOpen);
  if (isOpen) node.row?.setAttribute("title", words.incomplete);
  else node.row?.removeAttribute("title");
}

/* The picker: everything that can be asked, in groups, found by any word. */
const picker = document.getElementById("picker");
const search = document.getElementById("picker-search");
const shelf = document.getElementById("picker-hits");
let picked = () => {};

function pick(act) {
  picked = act;
  search.value = "";
  shelves();
  picker.showModal();
  search.focus();
}

function entries() {
  const facts = offer.facts.map((fact) => ({
    group: fact.group, label: fact.label, also: `${fact.also ?? ""} ${fact.name}`, data: () => begun(fact),
  }));
  const segments = offer.segments.map(({ name, label }) => ({ group: "segment", label, also: name, isData: true, data: () => ({ segment: name }) }));
  const bought = { group: "behaviour", label: words.purchases, note: words.purchases_hint, also: "bought 购买 category brand", data: () => ({ bought: { measure: "times", is: "at_least", value: 1, category: [], last_days: 90 } }) };
  return [bought, ...facts, ...segments];
}

function begun(fact) {
  const operator = fact.type === "number" || fact.type === "money" ? "at_least" : offer.operators[fact.type][0].value;
  const data = { fact: fact.name, is: operator };
  if (fact.type === "boolean") data.value = true;
  return data;
}

function shelves() {
  const wanted = search.value.trim().toLowerCase();
  const found = entries().filter((one) => `${one.label} ${one.also} ${one.note ?? ""}`.toLowerCase().includes(wanted));
  const boxes = offer.groups.flatMap(({ name, label }) => {
    const here = found.filter((one) => one.group === name);
    if (!here.length) return [];
    const id = `shelf-${name}`;
    const rows = here.map((one) => make("div.picker-hit", {
      role: "option", id: fresh("hit"), "aria-selected": "false", "data-user-content": one.isData,
      onclick: () => choose(one),
    }, make("span", {}, one.label), one.note ? make("small", {}, one.note) : null));
    rows.forEach((row, at) => (row.entry = here[at]));
    return [make("div.picker-group", { role: "group", "aria-labelledby": id }, make("div.picker-head", { id }, label), ...rows)];
  });
  shelf.replaceChildren(...boxes);
  if (!boxes.length) shelf.append(make("div.token-none", { role: "option", "aria-disabled": "true", "aria-selected": "false" }, words.nothing));
  else point(0);
}

function choose(one) {
  picker.close();
  picked(one.data());
}

const hits = () => [...shelf.querySelectorAll(".picker-hit")];

function point(at) {
  const all = hits();
  const kept = Math.min(Math.max(at, 0), all.length - 1);
  all.forEach((one, index) => one.setAttribute("aria-selected", String(index === kept)));
  all[kept]?.scrollIntoView({ block: "nearest" });
  if (all[kept]) search.setAttribute("aria-activedescendant", all[kept].id);
}

search.addEventListener("input", shelves);
search.addEventListener("keydown", (event) => {
  const at = hits().findIndex((one) => one.getAttribute("aria-selected") === "true");
  if (event.key === "ArrowDown") point(at + 1);
  else if (event.key === "ArrowUp") point(at - 1);
  else if (event.key === "Enter" && hits()[at]) choose(hits()[at].entry);
  else return;
  event.preventDefault();
});

/* Enter in a field is not "save"; an open condition is shown instead of saved half. */
home.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && event.target.nodeName === "INPUT") event.preventDefault();
});
form.addEventListener("submit", (event) => {
  const open = home.querySelector(".rule.is-open");
  if (!open) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  open.scrollIntoView({ block: "center" });
  focusable(open).find((one) => one.nodeName === "INPUT" || one.nodeName === "SELECT")?.focus();
}, true);

const given = nodeOf(JSON.parse(document.getElementById("given").textContent));
const root = given.isGroup ? given : group("all", [given]);
draw(null);
