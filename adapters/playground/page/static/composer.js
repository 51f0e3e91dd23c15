// The line people write in: a combobox that completes commands, options and their values.

import { make, post, text } from "./api.js";
import { say } from "./words.js";

const MOST_SHOWN = 8;

export class Composer {
  constructor(send, context) {
    this.send = send;
    this.context = context;
    this.commands = [];
    this.found = [];
    this.at = -1;
    this.fileText = null;
    this.turn = 0;
    this.form = document.getElementById("composer");
    this.line = document.getElementById("line");
    this.list = document.getElementById("completions");
    this.hint = document.getElementById("hint");
    this.attach = document.getElementById("attach");
    this.attachName = document.getElementById("attach-name");
    this.file = document.getElementById("file");
    this.line.addEventListener("input", () => this.complete());
    this.line.addEventListener("keydown", (event) => this.key(event));
    this.line.addEventListener("blur", () => setTimeout(() => this.shut(), 150));
    this.file.addEventListener("change", () => this.readFile());
    this.form.addEventListener("submit", (event) => this.submit(event));
  }

  get spec() {
    const words = this.line.value.replace(/^\//, "").trim().toLowerCase().split(/\s+/);
    const fits = (name) => name.split(" ").every((word, number) => words[number] === word);
    const calls = this.commands.flatMap((command) => [command.name, command.command].map((name) => ({ ...command, name })));
    return calls.filter((call) => fits(call.name)).sort((one, other) => other.name.length - one.name.length)[0];
  }

  get isCommand() {
    return this.line.value.startsWith("/") || this.context().kind === "direct";
  }

  async complete() {
    const turn = ++this.turn;
    const value = this.line.value;
    const spec = this.isCommand ? this.spec : undefined;
    this.describe(spec);
    const rest = spec && this.rest(spec);
    const found = !this.isCommand || !value ? [] : spec && rest !== null ? await this.options(spec, rest) : this.paths(value);
    if (turn === this.turn) this.show(found);
  }

  // What stands after the command's path, or null while the path itself is still being typed.
  rest(spec) {
    const typed = this.line.value.replace(/^\//, "");
    return typed.length > spec.name.length ? typed.slice(spec.name.length).replace(/^\s/, "") : null;
  }

  describe(spec) {
    const file = spec?.options.find((option) => option.kind === "file");
    this.attach.hidden = !file;
    if (!file) { this.fileText = null; this.file.value = ""; this.attachName.textContent = say("file"); }
    const options = spec?.options.map((option) => (option.required ? `${option.name}:` : `[${option.name}:]`)).join(" ");
    this.hint.textContent = spec ? `${spec.summary}${options ? ` · ${options}` : ""}` : this.context().tip;
  }

  paths(value) {
    const typed = value.replace(/^\//, "").toLowerCase();
    const starts = this.commands.filter((command) => command.name.startsWith(typed));
    const holds = this.commands.filter((command) => !command.name.startsWith(typed) && command.name.includes(` ${typed}`));
    return [...starts, ...holds].map((command) => ({
      label: `/${command.name}`, about: command.summary,
      value: `/${command.name}${command.options.length ? " " : ""}`,
    }));
  }

  async options(spec, rest) {
    const named = (word) => spec.options.find((one) => one.name === word || one.option === word);
    const marks = [...rest.matchAll(/(?:^|\s)([\p{L}\p{M}\p{N}_'-]+):/gu)].filter((mark) => named(mark[1]));
    const last = marks.at(-1);
    const option = last ? named(last[1]) : spec.options[0];
    if (!option) return [];
    const start = last ? last.index + last[0].length : 0;
    const typed = rest.slice(start).trimStart();
    const before = `/${spec.name} ${rest.slice(0, start)}`;
    const values = (await this.values(spec, option, typed)).map((one) => ({
      label: one.label, about: option.summary, value: `${before}${last ? "" : `${option.name}:`}${one.value} `,
    }));
    const given = new Set(marks.map((mark) => named(mark[1])));
    const whole = values.some((one) => one.value.trimEnd() === `${before}${typed}`.trimEnd());
    const more = spec.options.filter((one) => !given.has(one) && one.kind !== "file" && (!typed || whole || values.length === 0)
      && (last || one !== option || !values.length));
    const next = !typed || rest.endsWith(" ") ? more.map((one) => ({
      label: `${one.name}:`, about: one.summary, value: `/${spec.name} ${rest}${rest && !rest.endsWith(" ") ? " " : ""}${one.name}:`,
    })) : [];
    return whole ? next : [...values, ...next];
  }

  async values(spec, option, typed) {
    const fits = (one) => `${one.label} ${one.value}`.toLowerCase().includes(typed.toLowerCase());
    if (option.choices.length) return option.choices.filter(fits);
    if (option.kind === "user") {
      return this.context().people.map((one) => ({ label: `@${one.name}`, value: `@${one.name}` })).filter(fits);
    }
    if (!option.suggest) return [];
    const { viewer, channel } = this.context();
    return (await post("suggest", { viewer, channel, command: spec.command, option: option.option, typed })) ?? [];
  }

  show(found) {
    this.found = found.slice(0, MOST_SHOWN);
    this.at = -1;
    this.list.replaceChildren(...this.found.map((one, number) => {
      const item = make("li", { id: `completion-${number}`, role: "option" }, text("b", one.label), text("span", one.about, "quiet"));
      item.addEventListener("pointerdown", (event) => { event.preventDefault(); this.take(number); });
      return item;
    }));
    this.list.hidden = !this.found.length;
    this.line.setAttribute("aria-expanded", String(!this.list.hidden));
    this.mark();
  }

  mark() {
    [...this.list.children].forEach((item, number) => item.setAttribute("aria-selected", String(number === this.at)));
    if (this.at >= 0) {
      this.line.setAttribute("aria-activedescendant", `completion-${this.at}`);
      this.list.children[this.at].scrollIntoView({ block: "nearest" });
    } else this.line.removeAttribute("aria-activedescendant");
  }

  take(number) {
    this.line.value = this.found[number].value;
    this.line.focus();
    this.complete();
  }

  shut() {
    this.turn += 1;
    this.show([]);
  }

  key(event) {
    if (this.list.hidden) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      const length = this.found.length;
      this.at = (this.at + step + length + (this.at < 0 && step < 0 ? 1 : 0)) % length;
      this.mark();
    } else if (event.key === "Escape") this.shut();
    else if (event.key === "Tab" && !event.shiftKey) { event.preventDefault(); this.take(Math.max(this.at, 0)); }
    else if (event.key === "Enter" && this.at >= 0) { event.preventDefault(); this.take(this.at); }
  }

  async readFile() {
    const file = this.file.files[0];
    this.fileText = file ? await file.text() : null;
    this.attachName.textContent = file ? file.name : say("file");
  }

  async submit(event) {
    event.preventDefault();
    const line = this.line.value.trim();
    if (!line) return;
    const file = this.spec?.options.find((option) => option.kind === "file");
    const options = file && this.fileText !== null ? { [file.option]: this.fileText } : {};
    this.line.value = "";
    this.describe(undefined);
    this.shut();
    await this.send(line, options);
  }
}
