// A form from the fields an action declares: {name, label, type, required, options, value, hint,
// pattern, when:{name, is}}. Types: text, textarea, number, date, select, radio, checkbox, compare.
// What was typed outlives a redraw (draft), so that a conflict costs nobody their work.

import { newKey, post } from "./api.js";
import { compareField } from "./compare.js";
import { h, replace } from "./dom.js";

const drafts = new Map();

/// The kept values and idempotency key of one form.
export function draftOf(id) {
  if (!drafts.has(id)) drafts.set(id, { values: {}, key: newKey() });
  return drafts.get(id);
}
export const dropDraft = (id) => drafts.delete(id);

/// Sends a form under its draft's key. An answer was lost and the form filled in anew: what is in it now is another one
/// and gets a key of its own, but a person sends it.
export async function postForm(path, draft, body) {
  try {
    return await post(path, { ...body, idempotency_key: draft.key });
  } catch (error) {
    if (error.code === "IDEMPOTENCY_KEY_REUSED") {
      draft.key = newKey();
      error.message = `上次提交其实已办成${error.cause ? `（${error.cause}）` : ""}，现在填写的内容与当时不同，尚未提交。`;
      error.next = "先核对上次办成的。现在填写的确是另一份的，再提交一次即可；只是更正上次内容的，不要再提交。";
    }
    throw error;
  }
}

function choices(field, draft, changed) {
  const current = draft.values[field.name] ?? field.value;
  return h("div", { class: "choices", role: "radiogroup", "aria-label": field.label }, field.options.map((option) => h("label", {},
    h("input", {
      type: "radio", name: field.name, value: option.value, required: field.required, checked: option.value === current,
      onchange: () => { draft.values[field.name] = option.value; changed(); },
    }), option.label)));
}

function plainInput(field, draft, changed, id) {
  const tag = field.type === "textarea" ? "textarea" : field.type === "select" ? "select" : "input";
  const input = h(tag, {
    id, name: field.name, required: field.required, pattern: tag === "input" ? field.pattern : null, title: field.hint,
    type: tag === "input" ? { number: "number", date: "date", datetime: "datetime-local" }[field.type] ?? "text" : null,
    min: field.type === "number" ? "0" : null, maxlength: tag === "select" || field.type === "number" ? null : 500, autocomplete: "off",
    rows: tag === "textarea" ? 2 : null,
  });
  if (tag === "select") {
    input.append(h("option", { value: "" }, "请选择"), ...field.options.map((o) => h("option", { value: o.value }, o.label)));
  }
  input.value = draft.values[field.name] ?? field.value ?? "";
  if (input.value !== "") draft.values[field.name] = input.value;
  input.addEventListener("input", () => { draft.values[field.name] = input.value; changed(); });
  return input;
}

function checkbox(field, draft, changed) {
  return h("label", { class: "check" }, h("input", {
    type: "checkbox", name: field.name, required: field.required, checked: draft.values[field.name] === true,
    onchange: (event) => { draft.values[field.name] = event.target.checked; changed(); },
  }), field.label, field.hint && h("small", { class: "faint" }, field.hint));
}

function fieldRow(field, draft, changed, prefix) {
  if (field.type === "checkbox") return h("div", { class: "field" }, checkbox(field, draft, changed));
  if (field.type === "compare") return h("div", { class: "field" }, h("span", { class: "label" }, field.label), compareField(field, draft, changed));
  const id = `${prefix}-${field.name}`;
  const mark = field.required && h("b", { class: "must", title: "必填" }, "*");
  if (field.type === "radio") return h("div", { class: "field inline" }, h("span", { class: "label" }, field.label, mark), choices(field, draft, changed));
  return h("div", { class: "field inline" }, h("label", { for: id }, field.label, mark),
    h("div", {}, plainInput(field, draft, changed, id), field.hint && h("small", { class: "faint" }, field.hint)));
}

const applies = (field, values) => {
  if (!field.when) return true;
  const wanted = [field.when.is].flat();
  return wanted.includes(values[field.when.name]);
};

/// The fields as elements; those whose `when` does not hold are neither shown nor required.
export function fieldSet(fields, draft, prefix, onchange = () => {}) {
  const box = h("div", { class: "fields" });
  let shown = "";
  const draw = () => {
    const visible = fields.filter((field) => applies(field, draft.values));
    const names = visible.map((field) => field.name).join();
    if (names !== shown) {
      const focused = document.activeElement?.name;
      const value = document.activeElement?.value;
      shown = names;
      replace(box, visible.map((field) => fieldRow(field, draft, changed, prefix)));
      if (focused && document.activeElement === document.body) {
        [...box.querySelectorAll(`[name="${CSS.escape(focused)}"]`)].find((e) => e.type !== "radio" || e.value === value)?.focus();
      }
    }
  };
  const changed = () => {
    draw();
    onchange();
  };
  draw();
  return box;
}

/// Only what applies is sent. A dot in a name is a step: "missing.0" is {missing: {0: …}}.
export function valuesOf(fields, draft) {
  const out = {};
  for (const field of fields) {
    const value = draft.values[field.name];
    if (value === undefined || !applies(field, draft.values)) continue;
    const steps = field.name.split(".");
    const last = steps.pop();
    steps.reduce((at, step) => at[step] ??= {}, out)[last] = value;
  }
  return out;
}
