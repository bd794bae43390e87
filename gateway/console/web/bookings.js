// The day's appointments. Who has come is taken in from here: the case is pre-filled.

import { get, may } from "./api.js";
import { h, replace } from "./dom.js";
import { bookingWord, toneOf } from "./words.js";

const kCanTakeIn = new Set(["confirmed", "checked_in"]);

/// Today in +08:00, whatever the machine's zone.
const today = () => new Date(Date.now() + 8 * 3600_000).toISOString().slice(0, 10);

function row(booking) {
  const takeIn = may("intake") && kCanTakeIn.has(booking.state);
  return h("tr", {},
    h("td", {}, booking.slot), h("td", { class: "number" }, booking.booking_no),
    h("td", {}, booking.item), h("td", {}, booking.name),
    h("td", {}, h("span", { class: `badge ${toneOf(booking.state)}` }, bookingWord(booking.state))),
    h("td", {}, booking.case_no ? h("a", { class: "number", href: `#/case/${booking.case_no}` }, booking.case_no)
      : takeIn && h("a", { class: "button small", "data-open": booking.booking_no, href: `#/intake/booking/${encodeURIComponent(booking.booking_no)}` },
        booking.state === "checked_in" ? "收件" : "到场收件")),
    h("td", {}, may("intake") && h("a", { class: "button small", target: "_blank", href: `/console/api/bookings/${encodeURIComponent(booking.booking_no)}/slip` }, "预约单")));
}

export async function bookingsPage(main) {
  const day = h("input", { type: "date", value: bookingsPage.day ?? today(), "aria-label": "日期" });
  const body = h("div", {});
  async function load() {
    bookingsPage.day = day.value;
    const { rows } = await get(`bookings?day=${encodeURIComponent(day.value)}`);
    rows.sort((a, b) => a.slot.localeCompare(b.slot));
    replace(body, rows.length === 0 ? h("p", { class: "empty" }, "当天没有预约。")
      : h("table", { class: "list" },
        h("thead", {}, h("tr", {}, ["时段", "预约号", "事项", "预约人", "状态", "收件", "单据"].map((t) => h("th", { scope: "col" }, t)))),
        h("tbody", {}, rows.map(row))));
  }
  day.addEventListener("change", () => { if (day.value) load(); });
  await load();
  replace(main, h("div", { class: "title-line" }, h("h1", {}, "预约收件"), day), body);
}
