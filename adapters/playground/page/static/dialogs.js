// Forms: one <dialog>, filled in and handed in as a command's options.

import { make } from "./api.js";
import { say } from "./words.js";

const said = (tag, words, className = "") => make(tag, { textContent: words, className });

const ready = (field) => {
  const several = field.kind === "choices";
  const chosen = field.value.split(",");
  const set = make("fieldset", { className: "checks" }, said("legend", field.label, "label"));
  for (const choice of field.choices) {
    const box = make("input", {
      type: several ? "checkbox" : "radio", name: field.option, value: choice.value,
      checked: chosen.includes(choice.value), required: !several && field.required,
    });
    set.append(make("label", { className: "check" }, box, said("span", choice.label)));
  }
  return set;
};

const written = (field, id) => {
  const long = field.kind === "paragraph";
  const input = make(long ? "textarea" : "input", {
    id, name: field.option, required: field.required, maxLength: field.longest, dir: "auto",
  });
  input.value = field.value;
  const label = said("label", field.required ? field.label : say("optional", { label: field.label }), "label");
  label.htmlFor = id;
  return make("div", { className: "field" }, label, input);
};

const drawField = (field, number) => {
  const id = `field-${number}`;
  const node = ["choice", "choices"].includes(field.kind) && field.choices.length <= 8 ? ready(field)
    : field.kind === "choice" ? pickList(field, id) : field.kind === "choices" ? ready(field) : written(field, id);
  if (field.hint) {
    const hint = said("p", field.hint, "quiet");
    hint.id = `${id}-hint`;
    node.querySelector("input, textarea, select")?.setAttribute("aria-describedby", hint.id);
    node.append(hint);
  }
  return node;
};

const pickList = (field, id) => {
  const list = make("select", { id, name: field.option, required: field.required });
  list.append(make("option", { value: "", textContent: say("choose-one") }));
  for (const choice of field.choices) {
    list.append(make("option", { value: choice.value, textContent: choice.label, selected: choice.value === field.value }));
  }
  const label = said("label", field.label, "label");
  label.htmlFor = id;
  return make("div", { className: "field" }, label, list);
};

export class Dialogs {
  constructor(root, submit, putAway) {
    this.root = root;
    this.submit = submit;
    this.putAway = putAway;
    this.open = null;
    root.addEventListener("cancel", () => this.cancel());
  }

  show(dialog) {
    if ((dialog?.id ?? null) === this.open) return;
    this.open = dialog?.id ?? null;
    if (this.root.open) this.root.close();
    if (!dialog) return;
    Object.assign(this.root, { lang: dialog.language, dir: dialog.direction });
    this.root.replaceChildren(this.form(dialog));
    this.root.showModal();
  }

  cancel() {
    const id = this.open;
    this.open = null;
    if (id) this.putAway(id);
  }

  form(dialog) {
    const title = said("h2", dialog.title);
    title.id = "dialog-title";
    const cancel = make("button", { type: "button", textContent: say("cancel") });
    cancel.addEventListener("click", () => { this.root.close(); this.cancel(); });
    const form = make("form", { method: "dialog" }, title, ...dialog.fields.map(drawField));
    form.append(make("div", { className: "dialog-end" }, cancel, make("button", { className: "main", textContent: say("send") })));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const data = new FormData(form);
      const answers = Object.fromEntries(dialog.fields.map((field) => [field.option, data.getAll(field.option).join(",")]));
      this.submit(dialog.id, answers);
    });
    return form;
  }
}
