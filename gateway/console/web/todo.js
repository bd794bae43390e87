// The lists of cases: one tab of the to-do list, and what a search found.

import { get } from "./api.js";
import { h, replace } from "./dom.js";

const kRefreshMs = 20_000;

function due(row) {
  if (!row.due) return h("span", { class: "faint" }, "待公布");
  return h("span", { class: row.overdue ? "due over" : "due" }, row.due.slice(0, 10), row.overdue && h("b", {}, "超期"));
}

function caseRow(row) {
  const open = () => { location.hash = `#/case/${row.case_no}`; };
  return h("tr", {
    tabindex: "0", "data-open": row.case_no, class: row.overdue ? "overdue" : "", onclick: open,
    onkeydown: (event) => { if (event.key === "Enter") open(); },
  },
  h("td", { class: "number" }, h("a", { href: `#/case/${row.case_no}`, tabindex: "-1" }, row.case_no)),
  h("td", { class: "item" }, h("span", { title: row.item }, row.item), (row.flags ?? []).map((flag) => h("i", { class: "flag" }, flag))),
  h("td", { title: row.department }, row.department), h("td", {}, row.applicant),
  h("td", {}, h("span", { class: `stage ${row.stage}` }, row.stage_label)),
  h("td", {}, due(row)), h("td", {}, row.source));
}

export function caseTable(rows, empty) {
  if (rows.length === 0) return h("p", { class: "empty" }, empty);
  const titles = [["办件编号", "c-number"], ["事项", ""], ["部门", "c-department"], ["申请人", "c-name"], ["状态", "c-stage"], ["期限", "c-due"], ["来源", "c-source"]];
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
    replace(title, label, h("small", {}, `${answer.counts[tab] ?? (next ? `前 ${rows.length}` : rows.length)} 件`));
    const focused = document.activeElement?.dataset?.open;
    replace(tasks, (answer.tasks ?? []).map((task) => h("li", { "data-task": task.id }, task.text)));
    replace(body, caseTable(rows, `没有${label}的办件。`));
    if (focused) body.querySelector(`[data-open="${focused}"]`)?.focus();
  }
  await load(false);
  replace(main, title, tasks, body, more);
  // A list that grew by "more" is left alone: it would jump under the hand.
  const timer = setInterval(() => { if (rows.length <= 60) load(false, true).catch(() => {}); }, kRefreshMs);
  return () => clearInterval(timer);
}

export async function foundPage(main) {
  const rows = foundPage.rows ?? [];
  replace(main, h("h1", {}, "查找结果", h("small", {}, `${rows.length} 件`)), caseTable(rows, "没有找到。"));
  main.querySelector("[data-open]")?.focus();
}
