// Parcels that are not yet cases: opened at the window, materials ticked, taken in.

import { get, may } from "./api.js";
import { h, replace, time } from "./dom.js";
import { parcelWord, toneOf } from "./words.js";

function row(parcel) {
  const where = `#/intake/parcel/${encodeURIComponent(parcel.parcel_no)}`;
  return h("tr", {},
    h("td", {}, time(parcel.arrived_at)), h("td", { class: "number" }, parcel.parcel_no),
    h("td", { class: "number" }, parcel.waybill), h("td", {}, parcel.sender), h("td", {}, parcel.item ?? "—"),
    h("td", {}, h("span", { class: `badge ${toneOf(parcel.state)}` }, parcelWord(parcel.state))),
    h("td", {}, may("intake") && h("a", { class: "button small", "data-open": parcel.parcel_no, href: where },
      parcel.state === "opened" ? "收件" : "开拆收件")));
}

export async function parcelsPage(main) {
  const { rows } = await get("parcels");
  replace(main, h("h1", {}, "邮寄收件", h("small", {}, `${rows.length} 件待收`)),
    rows.length === 0 ? h("p", { class: "empty" }, "没有待收的邮件。")
      : h("table", { class: "list" },
        h("thead", {}, h("tr", {}, ["到达", "登记号", "运单号", "寄件人", "事项", "状态", "收件"].map((t) => h("th", { scope: "col" }, t)))),
        h("tbody", {}, rows.map(row))));
}
