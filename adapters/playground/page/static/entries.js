// Draw the messages of one channel. An entry is redrawn only when it changed, so focus and half-made picks stay.

import { make, name, text } from "./api.js";
import { say, size } from "./words.js";

const BUTTONS_AT_MOST = 6;

// Kith's own words: in the direction of the entry's language, whatever letters they begin with.
const said = (tag, words, className = "") => make(tag, { textContent: words, className });

const hue = (name) => [...name].reduce((sum, letter) => (sum * 31 + letter.codePointAt(0)) % 360, 7);

const avatar = (author) => {
  const node = make("span", { className: author ? "avatar" : "avatar kith", textContent: author ? [...author][0] : "K" });
  node.setAttribute("aria-hidden", "true");
  if (author) node.style.setProperty("--hue", hue(author));
  return node;
};

const fileLink = (file, viewer) => {
  const link = make("a", { className: "file", href: `${file.path}?viewer=${encodeURIComponent(viewer)}`, download: file.name });
  link.append(text("span", file.name), text("span", size(file.size), "quiet"));
  return link;
};

const picture = (file, viewer) =>
  make("img", { className: "picture", src: `${file.path}?viewer=${encodeURIComponent(viewer)}`, alt: file.alt || file.name });

const shown = (file, viewer) => (file.type.startsWith("image/") ? picture(file, viewer) : fileLink(file, viewer));

const single = (entry, act) => {
  const row = make("div", { className: "choices", role: "group" });
  if (entry.menu.prompt) row.setAttribute("aria-label", entry.menu.prompt);
  for (const choice of entry.menu.choices) {
    const picked = entry.menu.taps.includes(choice.key) || choice.chosen;
    const button = said("button", choice.label, `choice ${choice.tone}${picked ? " picked" : ""}`);
    button.type = "button";
    button.setAttribute("aria-pressed", String(picked));
    button.addEventListener("click", () => act.tap(entry.id, [choice.key]));
    row.append(button);
  }
  return row;
};

const select = (entry, act) => {
  const list = make("select", {}, make("option", { value: "", textContent: say("choose-one") }));
  list.setAttribute("aria-label", entry.menu.prompt || say("choose"));
  for (const choice of entry.menu.choices) {
    list.append(make("option", {
      value: choice.key, textContent: choice.label,
      selected: entry.menu.taps.includes(choice.key) || choice.chosen,
    }));
  }
  const send = make("button", { type: "submit", className: "choice main", textContent: say("choose") });
  const form = make("form", { className: "choices" }, list, send);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (list.value) act.tap(entry.id, [list.value]);
  });
  return form;
};

const gather = (entry, act) => {
  const { menu } = entry;
  const set = make("fieldset", { className: "checks" }, menu.prompt && said("legend", menu.prompt, "prompt"));
  for (const choice of menu.choices) {
    const box = make("input", {
      type: "checkbox", value: choice.key,
      checked: menu.taps.length ? menu.taps.includes(choice.key) : choice.chosen,
    });
    set.append(make("label", { className: "check" }, box, said("span", choice.label)));
  }
  const send = make("button", { type: "submit", className: "choice main", textContent: say("save") });
  const form = make("form", {}, set, make("div", { className: "choices" }, send));
  const enable = () => { send.disabled = form.querySelectorAll("input:checked").length < menu.least; };
  form.addEventListener("change", enable);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    act.tap(entry.id, [...form.querySelectorAll("input:checked")].map((box) => box.value));
  });
  enable();
  return form;
};

const menu = (entry, act) => {
  const node = make("div", { className: "menu" });
  if (entry.menu.prompt && !entry.menu.gather) node.append(said("p", entry.menu.prompt, "prompt"));
  if (entry.menu.gather) node.append(gather(entry, act));
  else node.append(entry.menu.choices.length > BUTTONS_AT_MOST ? select(entry, act) : single(entry, act));
  return node;
};

const card = (entry, viewer, act) => {
  const node = make("div", { className: "card", lang: entry.language, dir: entry.direction });
  if (entry.title) node.append(said("h2", entry.title));
  for (const line of entry.lines) node.append(said("p", line));
  if (entry.bullets.length) node.append(make("ul", {}, ...entry.bullets.map((bullet) => said("li", bullet))));
  if (entry.facts.length) {
    const facts = make("dl");
    for (const [label, value] of entry.facts) facts.append(said("dt", label), said("dd", value));
    node.append(facts);
  }
  if (entry.files.length) node.append(make("div", { className: "files" }, ...entry.files.map((file) => shown(file, viewer))));
  if (entry.menu) node.append(menu(entry, act));
  if (entry.footer) node.append(said("p", entry.footer, "footer"));
  return node;
};

const plain = (entry) => make("div", { className: "words" }, ...entry.lines.map((line) => text("p", line)));

const draw = (entry, viewer, act) => {
  const body = make("div", { className: "body" });
  if (entry.call && entry.caller) {
    const used = say("used").split(/(\{\w+\})/);
    const parts = { "{names}": () => make("b", {}, name(entry.caller)), "{command}": () => text("code", entry.call) };
    body.append(make("p", { className: "call quiet" }, ...used.map((part) => parts[part]?.() ?? part)));
  }
  const head = make("p", { className: "head" }, make("b", { className: entry.author ? "" : "kith-name" }, name(entry.author || "Kith")));
  if (!entry.author) head.append(make("span", { className: "badge", textContent: say("bot") }));
  head.append(make("time", { className: "quiet", textContent: entry.at }));
  body.append(head, entry.author ? plain(entry) : card(entry, viewer, act));
  if (entry.private) body.append(make("p", { className: "only quiet", textContent: say("private") }));
  const node = make("article", { className: `entry${entry.private ? " private" : ""}` });
  node.append(avatar(entry.author), body);
  return node;
};

export class Log {
  constructor(root, newest, act) {
    this.root = root;
    this.newest = newest;
    this.act = act;
    this.drawn = new Map();
    this.following = true;
    root.addEventListener("scroll", () => { this.following = this.atEnd(); if (this.following) newest.hidden = true; });
    // A picture takes its room only once it is there; whoever was at the end stays there.
    root.addEventListener("load", () => { if (this.following) this.toEnd(); }, true);
    newest.addEventListener("click", () => this.toEnd());
  }

  atEnd() {
    return this.root.scrollHeight - this.root.scrollTop - this.root.clientHeight < 80;
  }

  toEnd() {
    this.following = true;
    this.root.scrollTop = this.root.scrollHeight;
    this.newest.hidden = true;
  }

  show(state) {
    const view = `${state.viewer.id}/${state.channel}/${state.language}`;
    const fresh = view !== this.view;
    const stay = !fresh && !this.following;
    if (fresh) this.clear(view);
    const wanted = new Set();
    let previous = null;
    let day = "";
    let grew = false;
    for (const entry of state.entries) {
      if (entry.day !== day) previous = this.place(`day ${entry.day}`, entry.day, () => said("h3", entry.day, "day"), previous, wanted).node;
      day = entry.day;
      const { node, isNew } = this.place(entry.id, JSON.stringify(entry), () => draw(entry, state.viewer.id, this.act), previous, wanted);
      previous = node;
      grew ||= isNew;
    }
    for (const [key, { node }] of this.drawn) {
      if (!wanted.has(key)) { node.remove(); this.drawn.delete(key); }
    }
    if (!state.entries.length) this.root.dataset.empty = say("nothing"); else delete this.root.dataset.empty;
    if (!stay) this.toEnd(); else if (grew) this.newest.hidden = false;
  }

  clear(view) {
    this.view = view;
    this.drawn.clear();
    this.root.replaceChildren();
  }

  place(key, signature, drawNode, previous, wanted) {
    wanted.add(key);
    const old = this.drawn.get(key);
    if (old && old.signature === signature) return { node: old.node, isNew: false };
    const node = drawNode();
    if (old) old.node.replaceWith(node);
    else if (previous) previous.after(node);
    else this.root.prepend(node);
    this.drawn.set(key, { node, signature });
    return { node, isNew: !old };
  }
}
