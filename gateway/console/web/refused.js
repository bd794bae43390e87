// Messages that came in and did not become a case: what was wrong, where, and who does what next.

import { get } from "./api.js";
import { h, replace, time } from "./dom.js";

export async function refusedPage(main) {
  const { rows } = await get("refused");
  const titles = ["收到时间", "来自", "报文", "原因", "字段", "下一步", "跟踪号"];
  replace(main, h("h1", {}, "拒收报文", h("small", {}, `${rows.length} 条`)),
    rows.length === 0 ? h("p", { class: "empty" }, "没有被拒收或隔离的报文。")
      : h("table", { class: "list top-aligned" },
        h("thead", {}, h("tr", {}, titles.map((t) => h("th", { scope: "col" }, t)))),
        h("tbody", {}, rows.map((row) => h("tr", { "data-row": row.id },
          h("td", {}, time(row.received_at)), h("td", {}, row.partner), h("td", {}, row.kind),
          h("td", { class: "code" }, row.code), h("td", { class: "code" }, row.field || "—"), h("td", {}, row.next), h("td", { class: "code" }, row.trace || "—"))))));
}
