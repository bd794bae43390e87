// 收件 of a booking, a parcel or who comes to the window: the item, its published materials ticked one by one, the rest of the
// form. What is not on the item's list cannot be ticked.

import { get } from "./api.js";
import { h, replace } from "./dom.js";
import { draftOf, dropDraft, fieldSet, postForm, valuesOf } from "./form.js";
import { errorBox, say } from "./notice.js";

const kChecks = { "": "—", compared: "已与原件比对", original: "收原件", scanned: "原件已扫描" };
const kTitles = { booking: "预约收件", parcel: "邮寄收件", window: "窗口收件" };

function materialRow(material, ticks) {
  const tick = ticks[material.id] ??= { received: false, form: material.forms?.[0] ?? "", copies: material.copies ?? 1 };
  const forms = material.forms ?? [];
  return h("tr", {},
    h("td", {}, h("label", { class: "check" }, h("input", {
      type: "checkbox", name: `material-${material.id}`, checked: tick.received, onchange: (e) => { tick.received = e.target.checked; },
    }), material.name, material.required && h("b", { class: "must", title: "必要材料" }, "*")), material.note && h("small", { class: "faint block" }, material.note)),
    h("td", {}, forms.length > 1
      ? h("select", { "aria-label": `${material.name} 形式`, onchange: (e) => { tick.form = e.target.value; } },
        forms.map((form) => h("option", { value: form, selected: form === tick.form }, form)))
      : forms[0] ?? ""),
    h("td", {}, h("select", { "aria-label": `${material.name} 核验`, onchange: (e) => { tick.check = e.target.value; } },
      Object.entries(kChecks).map(([value, label]) => h("option", { value, selected: value === (tick.check ?? "") }, label)))),
    h("td", {}, h("input", {
      class: "tiny", type: "number", min: "0", max: "99", "aria-label": `${material.name} 份数`, value: String(tick.copies),
      oninput: (e) => { tick.copies = Number(e.target.value); },
    })));
}

function materialTable(item, ticks) {
  if (!item) return null;
  return h("table", { class: "list tight" },
    h("thead", {}, h("tr", {}, ["材料（逐份核对后勾选）", "形式", "核验", "份数"].map((t) => h("th", { scope: "col" }, t)))),
    h("tbody", {}, (item?.materials ?? []).map((material) => materialRow(material, ticks))));
}

export async function intakePage(main, kind = "window", id = "new") {
  const path = `intake/${encodeURIComponent(kind)}/${encodeURIComponent(id)}`;
  const form = await get(path);
  const draftId = `${kind}/${id}`;
  const draft = draftOf(draftId);
  const items = form.items ?? [];
  draft.item ??= form.item ?? (items.length === 1 ? items[0].id : "");
  draft.ticks ??= {};
  const table = h("div", {});
  const trouble = h("div", { "aria-live": "assertive" });
  const current = () => items.find((item) => item.id === draft.item);
  const drawTable = () => replace(table, materialTable(current(), draft.ticks[draft.item] ??= {}));
  const choice = h("select", { id: "item", required: true, onchange: (e) => { draft.item = e.target.value; drawTable(); } },
    h("option", { value: "" }, "请选择"), items.map((item) => h("option", { value: item.id, selected: item.id === draft.item }, `${item.name}（${item.department ?? ""}）`)));
  const submit = h("button", { type: "submit", class: "main" }, "收件");
  async function send(event) {
    event.preventDefault();
    submit.disabled = true;
    const ticks = draft.ticks[draft.item] ?? {};
    const materials = (current()?.materials ?? []).filter((m) => ticks[m.id]?.received)
      .map((m) => ({ id: m.id, received: true, form: ticks[m.id].form, copies: ticks[m.id].copies, check: ticks[m.id].check ?? "" }));
    try {
      const answer = await postForm(path, draft, {
        seen_version: form.version ?? 0, values: { ...valuesOf(form.fields ?? [], draft), item: draft.item, materials },
      });
      dropDraft(draftId);
      dispatchEvent(new Event("desk-changed"));
      say(`已收件：${answer.case_no}`);
      location.hash = `#/case/${answer.case_no}`;
    } catch (error) {
      replace(trouble, errorBox(error));
      trouble.scrollIntoView({ block: "nearest" });
    } finally {
      submit.disabled = false;
    }
  }
  drawTable();
  const who = form.applicant ?? {};
  replace(main, h("h1", {}, kTitles[kind] ?? "收件", h("small", {}, form.title ?? id)),
    h("form", { class: "card intake", onsubmit: send },
      h("p", { class: "who-line" }, [who.name, who.id_number, who.phone].filter(Boolean).join("　")),
      h("div", { class: "field inline" }, h("label", { for: "item" }, "事项"), choice), table,
      fieldSet(form.fields ?? [], draft, "intake"), trouble,
      h("div", { class: "buttons" }, submit, h("small", { class: "faint" }, "未勾选的必要材料将一次告知补正。"))));
  main.querySelector("input[type=checkbox]")?.focus();
}
