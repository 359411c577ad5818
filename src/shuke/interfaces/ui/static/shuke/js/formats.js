/* How numbers are written in charts; the same rules as ui/formats.py (a test compares them). */

const root = document.documentElement;
export const isChinese = root.lang.startsWith("zh");
const digits = Number(root.dataset.digits ?? 2);
const currency = root.dataset.currency ?? "CNY";
const symbols = { CNY: "¥", USD: "$", EUR: "€", GBP: "£", JPY: "¥", HKD: "HK$", TWD: "NT$" };
const symbol = symbols[currency] ?? `${currency} `;
const scales = isChinese ? [[1e8, " 亿"], [1e4, " 万"]] : [[1e9, "B"], [1e6, "M"], [1e3, "K"]];

export function count(value, decimals = 0) {
  if (value === null || value === undefined) return "–";
  const text = Math.abs(value).toLocaleString("en-US", {
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
  });
  return value < 0 ? `−${text}` : text;
}

export function short(value, decimals = 1) {
  if (value === null || value === undefined) return "–";
  if (Math.abs(value) < 1e4) return count(value, Number.isInteger(value) ? 0 : decimals);
  const [size, unit] = scales.find(([least]) => Math.abs(value) >= least);
  return `${count(value / size, decimals)}${unit}`;
}

/* For axis ticks: no needless decimals. */
export function tick(value) {
  return short(value).replace(/\.0(?=\D|$)/, "");
}

export function money(minor) {
  const text = count(Math.abs(minor) / 10 ** digits, digits);
  return `${minor < 0 ? "−" : ""}${symbol}${text}`;
}

export function moneyShort(minor) {
  const major = Math.abs(minor) / 10 ** digits;
  const text = major < 100 ? count(major, 2) : short(Math.round(major));
  return `${minor < 0 ? "−" : ""}${symbol}${text}`;
}

export function moneyTick(minor) {
  return `${minor < 0 ? "−" : ""}${symbol}${tick(Math.abs(minor) / 10 ** digits)}`;
}

export function percent(ratio, decimals = 1) {
  return `${count(ratio * 100, decimals)}%`;
}

export const written = {
  count: (value) => count(value),
  decimal: (value) => count(value, 2),
  short,
  money,
  percent,
  plain: (value) => String(value),
};
export const ticks = {
  count: tick,
  decimal: tick,
  short: tick,
  money: moneyTick,
  percent: (value) => percent(value, 0),
  plain: (value) => String(value),
};
