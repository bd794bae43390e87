// The day's appointments. Who has come is taken in from here: the case is pre-filled. Who calls is moved or cancelled.

import { get, may } from "./api.js";
import { h, replace } from "./dom.js";
import { errorBox } from "./notice.js";
import { submitForm } from "./submit_form.js";
import { bookingWord, toneOf } from "./words.js";

const kCanTakeIn = new Set(["confirmed", "checked_in"]);

/// Today in +08:00, whatever the machine's zone.
const today = () => new Date(Date.now() + 8 * 3600_000).toISOString().slice(0, 10);

/// 改约 and 取消预约, each with its form.
const kChanges = {
  rebook: { label: "改约", fields: (booking, slots, day) => [
    { name: "date", label: "改到日期", type: "date", required: true, value: day },
    { name: "slot", label: "改到时段", type: "select", required: true, options: slots.map((slot) => ({ value: slot, label: slot })), value: booking.slot },
  ] },
  cancel: { label: "取消预约", fields: () => [{ name: "reason", label: "取消原因", type: "text", required: true, hint: "将告知预约人" }] },
};

function changeForm(booking, action, slots, day, close, done) {
  const { label, fields } = kChanges[action];
  return submitForm({
    label, action, done, path: `bookings/${encodeURIComponent(booking.booking_no)}`, draftId: `${action}-${booking.booking_no}`,
    fields: fields(booking, slots, day), said: () => `${booking.booking_no} 已${label}，将告知预约人`,
    head: h("h2", {}, label, h("small", {}, `${booking.name}　${booking.slot}　${booking.item}`)),
    beside: h("button", { type: "button", onclick: close }, "不改"),
  });
}

function row(booking, change) {
  const takeIn = may("intake") && kCanTakeIn.has(booking.state);
  return h("tr", {},
    h("td", {}, booking.slot), h("td", { class: "number" }, booking.booking_no),
    h("td", {}, booking.item), h("td", {}, booking.name),
    h("td", {}, h("span", { class: `badge ${toneOf(booking.state)}` }, bookingWord(booking.state))),
    h("td", {}, booking.case_no ? h("a", { class: "number", href: `#/case/${booking.case_no}` }, booking.case_no)
      : takeIn && h("a", { class: "button small", "data-open": booking.booking_no, href: `#/intake/booking/${encodeURIComponent(booking.booking_no)}` },
        booking.state === "checked_in" ? "收件" : "到场收件")),
    h("td", {}, may("intake") && h("a", { class: "button small", target: "_blank", href: `/console/api/bookings/${encodeURIComponent(booking.booking_no)}/slip` }, "预约单"), " ",
      may("intake") && booking.state === "confirmed" && Object.entries(kChanges).map(([action, { label }]) =>
        [h("button", { type: "button", class: "small", onclick: () => change(booking, action) }, label), " "])));
}

export async function bookingsPage(main) {
  const day = h("input", { type: "date", value: bookingsPage.day ?? today(), "aria-label": "日期" });
  const place = h("div", {});
  const body = h("div", {});
  async function load() {
    bookingsPage.day = day.value;
    const asked = day.value;
    const { rows, slots } = await get(`bookings?day=${encodeURIComponent(asked)}`);
    if (day.value !== asked) return;  // another day was chosen meanwhile: its rows come
    rows.sort((a, b) => a.slot.localeCompare(b.slot));
    const close = () => replace(place);
    const change = (booking, action) => {
      replace(place, changeForm(booking, action, slots, day.value, close, () => { close(); return load(); }));
      place.querySelector("input, select")?.focus();
    };
    replace(body, rows.length === 0 ? h("p", { class: "empty" }, "当天没有预约。")
      : h("table", { class: "list" },
        h("thead", {}, h("tr", {}, ["时段", "预约号", "事项", "预约人", "状态", "收件", "单据、变更"].map((t) => h("th", { scope: "col" }, t)))),
        h("tbody", {}, rows.map((booking) => row(booking, change)))));
  }
  day.addEventListener("change", () => { if (day.value) { replace(place); load().catch((error) => replace(body, errorBox(error))); } });
  await load();
  replace(main, h("div", { class: "title-line" }, h("h1", {}, "预约收件"), day), place, body);
}
