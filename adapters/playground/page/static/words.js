// The page's own words, in the language of whoever looks. The server has them; `load` fetches them anew.

import { get } from "./api.js";

let words = {};

// Words for a key. What fills a brace comes from people: the server has put what keeps it to itself around it.
export const say = (key, values = {}) =>
  (words[key] ?? "").replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));

// Names one after the other, each kept to itself (between FSI and PDI) where the page is written from right to left.
export const listed = (names) => {
  const { dir, lang } = document.documentElement;
  return new Intl.ListFormat(lang).format(dir === "rtl" ? names.map((name) => `\u2068${name}\u2069`) : names);
};

export const size = (bytes) => {
  const small = bytes < 1024;
  const format = { style: "unit", unit: small ? "byte" : "kilobyte", unitDisplay: small ? "long" : "short" };
  return new Intl.NumberFormat(document.documentElement.lang, format).format(small ? bytes : Math.round(bytes / 1024));
};

const ATTRIBUTES = { say: "textContent", sayLabel: "ariaLabel", sayHint: "placeholder" };

export const load = async ({ viewer, language, direction }) => {
  words = await get("words", { viewer });
  Object.assign(document.documentElement, { lang: language, dir: direction });
  for (const [mark, attribute] of Object.entries(ATTRIBUTES)) {
    const dashed = mark.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    for (const node of document.querySelectorAll(`[data-${dashed}]`)) node[attribute] = say(node.dataset[mark]);
  }
};
