// The lists of cases: one tab of the to-do list, and what a search found.

import { get } from "./api.js";
import { button, h, replace } from "./dom.js";
import { printDialog, printers } from "./prints.js";

const kRefreshMs = 20_000;

/// A list is counted up to 500; one more stands for all beyond.
export const countText = (count) => (count > 500 ? "500+" : String(count));

function due(row) {
  if (!row.due) return h("span", { class: "faint" }, "待公布");
  return h("span", { class: row.overdue ? "due over" : "due" }, row.due.slice(0, 10), row.overdue && h("b", {}, "超期"));
}

/// Chosen cases of the list on screen; outlives its refreshing.
const chosen = new Set();

/// Beside each case a box, above them what to do with the chosen ones; nothing without printers.
const choosing = { on: false, bar: null, rows: [] };

function drawBar() {
  const all = choosing.rows.length > 0 && choosing.rows.every((row) => chosen.has(row.case_no));
  replace(choosing.bar,
    button(all ? "全不选" : "全选", async () => {
      for (const row of choosing.rows) all ? chosen.delete(row.case_no) : chosen.add(row.case_no);
      for (const box of document.querySelectorAll("input[data-choose]")) box.checked = !all;
      drawBar();
    }, { class: "small", "data-choose-all": "" }),
    chosen.size > 0 && button(`打印所选 ${chosen.size} 件`, () => printDialog([...chosen]), { class: "small main", "data-print-chosen": "" }));
}

function chooser(row) {
  const box = h("input", {
    type: "checkbox", "data-choose": row.case_no, "aria-label": `选择 ${row.case_no}`, checked: chosen.has(row.case_no),
    onclick: (event) => event.stopPropagation(), onkeydown: (event) => event.stopPropagation(),
    onchange: () => {
      if (box.checked) chosen.add(row.case_no);
      else chosen.delete(row.case_no);
      drawBar();
    },
  });
  return box;
}

async function offerPrinting(rows) {
  choosing.on = (await printers()).length > 0;
  choosing.rows = rows;
  choosing.bar = h("p", { class: "buttons", hidden: !choosing.on });
  chosen.clear();
  drawBar();
  return choosing.bar;
}

function caseRow(row) {
  const open = () => { location.hash = `#/case/${row.case_no}`; };
  return h("tr", {
    tabindex: "0", "data-open": row.case_no, class: row.overdue ? "overdue" : "", onclick: open,
    onkeydown: (event) => { if (event.key === "Enter") open(); },
  },
  h("td", { class: "number" }, choosing.on && chooser(row), h("a", { href: `#/case/${row.case_no}`, tabindex: "-1" }, row.case_no)),
  h("td", { class: "item" }, h("span", { title: row.item }, row.item), (row.flags ?? []).map((flag) => h("i", { class: "flag" }, flag))),
  h("td", { title: row.department }, row.department), h("td", {}, row.applicant),
  h("td", {}, h("span", { class: `stage ${row.stage}` }, row.stage_label)),
  h("td", {}, due(row)), h("td", {}, row.source));
}

export function caseTable(rows, empty) {
  if (rows.length === 0) return h("p", { class: "empty" }, empty);
  const titles = [["办件编号", choosing.on ? "c-number chosen" : "c-number"], ["事项", ""], ["部门", "c-department"], ["申请人", "c-name"], ["状态", "c-stage"], ["期限", "c-due"], ["来源", "c-source"]];
  return h("table", { class: "list cases" },
    h("thead", {}, h("tr", {}, titles.map(([label, kind]) => h("th", { scope: "col", class: kind }, label)))),
    h("tbody", {}, rows.map(caseRow)));
}

export async function todoPage(main, tab = "all") {
  const rows = [];
  const body = h("div", {});
  const title = h("h1", {});
  const tasks = h("ul", { class: "tasks", "aria-label": "其他待办" });
  const more = h("button", { type: "button", hidden: true, onclick: () => load(true) }, "更多");
  let next = "";
  async function load(append, background = false) {
    const cursor = append ? `&cursor=${encodeURIComponent(next)}` : "";
    const answer = await get(`todo?tab=${encodeURIComponent(tab)}${cursor}`, { background });
    if (!append) rows.length = 0;
    rows.push(...answer.rows);
    next = answer.next ?? "";
    more.hidden = !next;
    todoPage.onAnswer?.(answer);
    const label = answer.tabs.find((row) => row.id === tab)?.label ?? "办件";
    replace(title, label, h("small", {}, `${tab in answer.counts ? countText(answer.counts[tab]) : next ? `前 ${rows.length}` : rows.length} 件`));
    drawBar();
    const focused = document.activeElement?.dataset?.open;
    replace(tasks, (answer.tasks ?? []).map((task) => h("li", { "data-task": task.id }, task.text)));
    replace(body, caseTable(rows, `没有${label}的办件。`));
    if (focused) body.querySelector(`[data-open="${focused}"]`)?.focus();
  }
  const bar = await offerPrinting(rows);
  await load(false);
  replace(main, title, tasks, bar, body, more);
  // A list that grew by "more" is left alone: it would jump under the hand.
  const timer = setInterval(() => { if (rows.length <= 60) load(false, true).catch(() => {}); }, kRefreshMs);
  return () => clearInterval(timer);
}

export async function foundPage(main) {
  const rows = foundPage.rows ?? [];
  const bar = await offerPrinting(rows);
  replace(main, h("h1", {}, "查找结果", h("small", {}, `${foundPage.more ? "前 " : ""}${rows.length} 件`)), bar, caseTable(rows, "没有找到。"));
  main.querySelector("[data-open]")?.focus();
}
