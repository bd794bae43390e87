// Printing at the hall's own printers: choose a printer and what to print of some cases; then the
// batch with what is on paper, what is not and why, and what a person may decide.

import { get, may, newKey, post } from "./api.js";
import { button, h, replace, time } from "./dom.js";
import { postForm } from "./form.js";
import { ask, errorBox, say } from "./notice.js";
import { printWord, toneOf } from "./words.js";

const kRefreshMs = 2_000;
const kWhich = [["results", "未打印的结果文书"], ["unprinted", "全部未打印的文书"], ["all", "全部文书（含重印）"]];
const kLineVerbs = {
  printed: { label: "已打印", text: "确认这份文书已在出纸盘中，不再打印。" },
  again: { label: "重打", text: "确认没有出纸，重新打印一份，记为重印。" },
};
const memory = { printer: "" };

let known = null;
/// The hall's printers; asked for once.
export async function printers() {
  if (!may("print")) return [];
  known ??= get("printers").then((answer) => answer.rows, () => { known = null; return []; });
  return known;
}

function choice(name, value, label, checked) {
  return h("label", { class: "block" }, h("input", { type: "radio", name, value, checked, required: true }), label);
}

/// `documents` empty: the person chooses by kind.
export async function printDialog(cases, documents = []) {
  const rows = await printers();
  const first = rows.some((row) => row.id === memory.printer) ? memory.printer : rows[0]?.id;
  const draft = { key: newKey() };
  const trouble = h("div", {});
  const form = h("form", {},
    h("h2", {}, `打印 ${cases.length} 件`, documents.length > 0 && h("small", {}, `${documents.length} 份文书`)),
    h("div", { class: "field" }, h("span", { class: "label" }, "打印机"),
      rows.map((row) => choice("printer", row.id, `${row.name} ${row.place}`, row.id === first))),
    documents.length === 0 && h("div", { class: "field" }, h("span", { class: "label" }, "文书"),
      kWhich.map(([value, label], n) => choice("which", value, label, n === 0))),
    trouble,
    h("div", { class: "buttons" }, h("button", { type: "submit", class: "main" }, "打印"),
      h("button", { type: "button", onclick: () => dialog.close() }, "取消")));
  const dialog = h("dialog", { class: "ask", "aria-label": "打印" }, form);
  dialog.addEventListener("close", () => dialog.remove());
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const chosen = new FormData(form);
    memory.printer = chosen.get("printer");
    try {
      const { id } = await postForm("prints", draft, { printer: memory.printer, cases, documents, which: chosen.get("which") ?? "all" });
      dialog.close();
      location.hash = `#/prints/${id}`;
    } catch (error) {
      replace(trouble, errorBox(error));
    }
  });
  document.body.append(dialog);
  dialog.showModal();
  form.querySelector("button.main").focus();
}

function lineButtons(batch, line, act) {
  if (line.state !== "unknown") return null;
  return Object.entries(kLineVerbs).map(([verb, words]) => button(words.label, async () => {
    if (await ask(`${words.label}：${line.title}`, words.text, words.label))
      await act({ verb, case_no: line.case_no, document: line.document });
  }, { class: "small", "data-verb": verb }));
}

function lineRow(batch, line, act) {
  return h("tr", { "data-line": `${line.case_no}/${line.document}` },
    h("td", { class: "number" }, h("a", { href: `#/case/${line.case_no}` }, line.case_no)),
    h("td", {}, line.item), h("td", {}, line.applicant),
    h("td", {}, line.title, line.nth > 1 && h("small", { class: "faint" }, ` 第 ${line.nth} 次`)),
    h("td", {}, h("span", { class: `badge ${toneOf(line.state)}` }, printWord(line.state)),
      line.next && line.state !== "printed" && h("small", { class: "reason block" }, line.next)),
    h("td", {}, line.printer ?? "", line.at && [" ", time(line.at)]),
    h("td", { class: "buttons" }, lineButtons(batch, line, act)));
}

const countOf = (batch, ...states) => states.reduce((sum, state) => sum + (batch.counts[state] ?? 0), 0);

function batchButtons(batch, rows, act) {
  const rest = countOf(batch, "open", "cancelled", "waiting", "parked");
  const others = rows.filter((row) => row.id !== batch.printer_id);
  const select = h("select", { "aria-label": "改用打印机" }, others.map((row) => h("option", { value: row.id }, `${row.name} ${row.place}`)));
  return h("p", { class: "buttons" },
    rest > 0 && button(`继续（其余 ${rest} 份）`, () => act({ verb: "resume" }), { class: "main", "data-verb": "resume" }),
    rest > 0 && others.length > 0 && [select, button("改打印机", () => act({ verb: "move", printer: select.value }), { "data-verb": "move" })],
    countOf(batch, "waiting", "parked") > 0 && button("取消未打印的", async () => {
      if (await ask("取消未打印的文书", "已打印的不受影响；之后还可以继续。", "取消打印")) await act({ verb: "cancel" });
    }, { "data-verb": "cancel" }));
}

function drawBatch(main, batch, rows, act, trouble) {
  const titles = ["办件编号", "事项", "申请人", "文书", "状态", "打印机", ""];
  replace(main,
    h("h1", {}, "打印", h("small", {}, `${batch.printer} · ${batch.lines.length} 份 · ${batch.by} `, time(batch.at))),
    h("p", { class: "print-counts" }, Object.entries(batch.counts).map(([state, count]) =>
      h("span", { class: `badge ${toneOf(state)}`, "data-count": state }, `${printWord(state)} ${count}`))),
    countOf(batch, "unknown") > 0 && h("div", { class: "mismatch", role: "alert" }, "有文书结果未知：请到打印机旁查看出纸盘，逐份确认“已打印”或“重打”。系统不会自动重打。"),
    batchButtons(batch, rows, act), trouble,
    h("table", { class: "list" },
      h("thead", {}, h("tr", {}, titles.map((title) => h("th", { scope: "col" }, title)))),
      h("tbody", {}, batch.lines.map((line) => lineRow(batch, line, act)))));
}

async function batchPage(main, id) {
  const path = `prints/${encodeURIComponent(id)}`;
  const trouble = h("div", { "aria-live": "assertive" });
  const rows = await printers();
  let batch = null;
  let drawn = "";
  const draw = (fresh) => {
    batch = fresh;
    const text = JSON.stringify(fresh);
    if (text !== drawn) drawBatch(main, fresh, rows, act, trouble);
    drawn = text;
  };
  async function act(body) {
    try {
      draw(await post(path, body));
      replace(trouble);
      say("已处理");
    } catch (error) {
      replace(trouble, errorBox(error));
    }
  }
  draw(await get(path));
  const timer = setInterval(() => {
    const moving = countOf(batch, "waiting", "sending", "pending") > 0;
    if (moving && !document.querySelector("dialog[open]")) get(path, { background: true }).then(draw, () => {});
  }, kRefreshMs);
  return () => clearInterval(timer);
}

async function listPage(main) {
  const { rows } = await get("prints");
  replace(main, h("h1", {}, "打印批次", h("small", {}, `最近 ${rows.length} 批`)),
    rows.length === 0 ? h("p", { class: "empty" }, "还没有打印。在办件列表中勾选办件，点“打印所选”。")
      : h("table", { class: "list" },
        h("thead", {}, h("tr", {}, ["时间", "打印机", "份数", "经办人"].map((title) => h("th", { scope: "col" }, title)))),
        h("tbody", {}, rows.map((row) => h("tr", {},
          h("td", {}, h("a", { href: `#/prints/${row.id}` }, time(row.at, true))),
          h("td", {}, row.printer), h("td", {}, String(row.count)), h("td", {}, row.by))))));
}

export const printsPage = (main, id) => (id ? batchPage(main, id) : listPage(main));
