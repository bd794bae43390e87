// Consultations: answered at once or handed to the department; the ledger is the list.

import { get, may } from "./api.js";
import { h, replace, time } from "./dom.js";
import { submitForm } from "./submit_form.js";

const kAnswer = [
  { name: "answer", label: "答复", type: "textarea", required: true, options: [] },
  { name: "slip", label: "已出具一次性告知单", type: "checkbox", required: false, options: [] },
];

const form = (label, path, action, fields, draftId, done) =>
  submitForm({ label, path, action, fields, draftId, done, said: (answer) => `已登记：${answer.no}` });

function row(one, open) {
  return h("tr", {},
    h("td", {}, time(one.asked_at)), h("td", { class: "number" }, one.no), h("td", {}, one.item, h("small", { class: "faint block" }, one.question)),
    h("td", {}, one.department), h("td", {}, one.kind), h("td", {}, one.name),
    h("td", {}, one.state === "answered" ? "已答复" : h("span", { class: one.late ? "badge bad" : "badge" }, one.late ? "逾期未答复" : `待答复，至 ${one.due || "待公布"}`)),
    h("td", {}, h("a", { class: "button small", target: "_blank", href: `/console/api/consultations/${encodeURIComponent(one.no)}/slip` }, "告知单"), " ",
      one.state === "open" && h("button", { type: "button", class: "small", "data-open": one.no, onclick: () => open(one) }, "答复")));
}

export async function consultationsPage(main) {
  const { rows, fields } = await get("consultations");
  const place = h("div", {});
  const again = () => consultationsPage(main);
  const open = (one) => replace(place, form("答复", `consultations/${encodeURIComponent(one.no)}`, "answer", kAnswer, `answer-${one.no}`, again));
  replace(main, h("h1", {}, "咨询辅导"), place,
    rows.length === 0 ? h("p", { class: "empty" }, "没有咨询登记。")
      : h("table", { class: "list" },
        h("thead", {}, h("tr", {}, ["登记时间", "编号", "事项和问题", "部门", "内容", "咨询人", "状态", ""].map((t) => h("th", { scope: "col" }, t)))),
        h("tbody", {}, rows.map((one) => row(one, open)))),
    may("intake") && h("h2", {}, "登记咨询"),
    may("intake") && form("登记", "consultations", "ask", fields, "consultation", again));
}
