// Ledgers and figures of a month: choose, print or save.

import { get } from "./api.js";
import { h, replace } from "./dom.js";

const kFormats = [["pdf", "PDF"], ["xlsx", "XLSX"], ["text", "文本"]];

/// The month before this one: its books are done.
function lastMonth() {
  const now = new Date(Date.now() + 8 * 3600e3);
  now.setUTCDate(0);
  return now.toISOString().slice(0, 7);
}

function links(row, month) {
  return kFormats.map(([format, label]) => h("a", {
    class: "button small", target: "_blank", rel: "noopener",
    href: `/console/api/books/${row.id}?month=${month}&format=${format}` }, label));
}

export async function booksPage(main) {
  const { rows } = await get("books");
  const month = h("input", { type: "month", value: lastMonth(), "aria-label": "月份" });
  const body = h("tbody", {});
  const show = () => replace(body, rows.map((row) => h("tr", { "data-row": row.id },
    h("td", {}, row.title), h("td", { class: "buttons" }, links(row, month.value)))));
  month.addEventListener("change", show);
  show();
  replace(main, h("h1", {}, "台账与统计", h("small", {}, "姓名已遮盖")),
    h("p", {}, h("label", {}, "月份 ", month)), h("table", { class: "list" }, body));
}
