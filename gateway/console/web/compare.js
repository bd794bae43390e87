// R12: what the result says beside what was taken in. A difference is red and the result cannot be
// taken. Lines the gateway compared (`same`) are set; lines it could not compare wait for a person.

import { h, replace } from "./dom.js";

/// true, false, or null where a person must look.
function judged(row) {
  if (!row.intake) return null;
  if (typeof row.same === "boolean") return row.same;
  if (!row.result || /\*/.test(row.intake + row.result)) return null;
  return row.intake.trim() === row.result.trim();
}

function line(row, verdicts, changed, group) {
  const tr = h("tr", {});
  const draw = () => {
    const same = verdicts[row.name]?.same ?? null;
    tr.className = same === false ? "different" : same === true ? "same" : "open";
    const choice = (value, label) => h("label", { class: value ? "yes" : "no" },
      h("input", {
        type: "radio", name: `${group}-${row.name}`, required: true, checked: same === value,
        onchange: () => { verdicts[row.name] = { same: value }; draw(); changed(); },
      }), label);
    replace(tr, h("th", { scope: "row" }, row.label), h("td", {}, row.intake || h("span", { class: "faint" }, "（受理时无此项）")),
      h("td", {}, row.result || h("span", { class: "faint" }, "（看证照原件）")),
      h("td", { class: "verdict" }, choice(true, "一致"), choice(false, "不一致")));
  };
  draw();
  return tr;
}

export function compareField(field, draft, changed) {
  const verdicts = draft.values[field.name] ??= {};
  for (const row of field.rows) {
    const known = judged(row);
    if (known !== null && verdicts[row.name] === undefined) verdicts[row.name] = { same: known };
  }
  return h("table", { class: "compare" },
    h("thead", {}, h("tr", {}, ["核对项", "受理信息", "结果信息", "核对"].map((t) => h("th", { scope: "col" }, t)))),
    h("tbody", {}, field.rows.map((row) => line(row, verdicts, changed, field.name))));
}

/// Labels of the lines judged different, over all compare fields of an action.
export function differences(fields, draft) {
  return fields.filter((field) => field.type === "compare")
    .flatMap((field) => field.rows.filter((row) => draft.values[field.name]?.[row.name]?.same === false).map((row) => row.label));
}
