// The frame around every page: head with the scan field, tabs with counts, keys, the page itself.
// Pages are addressed by #/…; nothing personal ever stands in an address.

import { get, may, onSessionEnd, peek, post, rawGet, session, setSession, takeSession } from "./api.js";
import { bookingsPage } from "./bookings.js";
import { casePage } from "./case_page.js";
import { consultationsPage } from "./consultations.js";
import { h, replace } from "./dom.js";
import { handoverPage } from "./handover.js";
import { intakePage } from "./intake.js";
import { installKeys } from "./keys.js";
import { errorBox, say } from "./notice.js";
import { parcelsPage } from "./parcels.js";
import { queuePage } from "./queue.js";
import { booksPage } from "./books.js";
import { printsPage } from "./prints.js";
import { refusedPage } from "./refused.js";
import { readScan } from "./scan.js";
import { signInAgain, signInPage } from "./sign_in.js";
import { countText, foundPage, todoPage } from "./todo.js";

const kOther = [
  { path: "intake/window/new", label: "窗口收件", verb: "take_in" },
  { path: "bookings", label: "预约收件", verb: "bookings" },
  { path: "parcels", label: "邮寄收件", verb: "parcels" },
  { path: "consultations", label: "咨询辅导", verb: "consult" },
  { path: "handover", label: "材料交接", verb: "handover" },
  { path: "prints", label: "打印", verb: "print" },
  { path: "queue", label: "待发报文", verb: "queue" },
  { path: "books", label: "台账与统计", verb: "books" },
  { path: "refused", label: "拒收报文", verb: "refused" },
];
const kPages = {
  todo: todoPage, case: casePage, found: foundPage, bookings: bookingsPage, parcels: parcelsPage, consultations: consultationsPage,
  books: booksPage, handover: handoverPage, intake: intakePage, prints: printsPage, queue: queuePage, refused: refusedPage,
};
const kRefreshMs = 20_000;

const view = { main: null, nav: null, scan: null, searches: 0, tabs: [], counts: {}, leave: null };

function navLink(path, label, count, attention) {
  const here = location.hash === `#/${path}`;
  return h("a", { href: `#/${path}`, class: here ? "here" : "", "aria-current": here ? "page" : null },
    h("span", {}, label),
    count !== undefined && h("b", { class: count > 0 && attention ? "count hot" : "count" }, countText(count)));
}

function drawNav() {
  const others = kOther.filter((row) => may(row.verb));
  replace(view.nav,
    h("h2", {}, "办件"),
    view.tabs.map((tab) => navLink(`todo/${tab.id}`, tab.label, view.counts[tab.id], tab.id === "attention")),
    others.length > 0 && h("h2", {}, may("take_in") ? "收件" : "运行"),
    others.map((row) => navLink(row.path, row.label)));
}

export function showCounts(answer) {
  view.tabs = answer.tabs;
  view.counts = answer.counts;
  drawNav();
}

async function refreshCounts() {
  try {
    showCounts(await get("todo?tab=attention", { background: true }));
  } catch (error) {
    if (error.code === "AUTH_SESSION_EXPIRED") await signInAgain();
  }
}

/// The next slip is scanned over this one's text, maybe before the answer; only the last one's answer opens a page.
async function search(text) {
  const scan = readScan(text);
  if (scan === "") return;
  const turn = ++view.searches;
  view.scan.select();
  try {
    const { rows, more } = await post("search", { text: scan });
    if (turn !== view.searches) return;
    if (rows.length === 1) {
      location.hash = `#/case/${rows[0].case_no}`;
      if (view.scan.value === text) view.scan.value = "";
    } else if (rows.length === 0) {
      say("没有找到。请核对编号末位校验符，或换姓名、证件号、手机号再找。");
    } else {
      Object.assign(foundPage, { rows, more });
      if (location.hash === "#/found") await draw();
      else location.hash = "#/found";
    }
  } catch (error) {
    say(`${error.message}${error.next ?? ""}`);
  }
}

function head() {
  const user = session().user;
  view.scan = h("input", {
    id: "scan", type: "search", autocomplete: "off", spellcheck: "false", maxlength: 500,
    "aria-label": "扫描或查找", placeholder: "扫描，或输入办件编号、姓名、证件号、手机号   （按 / 或 F2）",
  });
  return h("header", { class: "top" },
    h("a", { class: "brand", href: firstPage() }, h("strong", {}, "一窗网关"), h("span", {}, user.hall_name)),
    h("form", { class: "scan", role: "search", onsubmit: (event) => { event.preventDefault(); search(view.scan.value); } }, view.scan),
    h("div", { class: "who" },
      h("span", {}, `${user.name} · ${user.role_label}`),
      h("button", { type: "button", class: "quiet", title: "键盘操作（?）", "aria-label": "键盘操作", "data-key": "help" }, "?"),
      h("button", { type: "button", class: "quiet", onclick: signOut }, "退出")));
}

async function signOut() {
  try {
    await post("session/end", {}, { leaves: true });
  } catch (error) {
    if (error.code !== "AUTH_SESSION_EXPIRED") {
      view.main.prepend(errorBox({ ...error, message: `还没有退出：${error.message}`, next: "请再点“退出”，看到登录页后再离开。" }));
      return;
    }
  }
  location.hash = "";
  location.reload();
}

/// Each page draws in a place of its own, so that an answer that comes after the person went on draws where nobody
/// looks. The page before stays to be seen until the new one has something to show.
async function draw() {
  view.leave?.();
  view.leave = null;
  const [name, ...rest] = location.hash.replace(/^#\//, "").split("/").map(decodeURIComponent);
  const page = kPages[name];
  drawNav();
  if (!page) {
    location.replace(firstPage());
    return;
  }
  const place = h("div", { class: "page" });
  view.main.prepend(place);
  let leave = null;
  try {
    leave = (await page(place, ...rest)) ?? null;
  } catch (error) {
    if (!error.code) throw error;
    replace(place, errorBox(error, h("a", { href: firstPage() }, "返回办件列表")));
  }
  if (view.main.firstElementChild !== place) {
    leave?.();
    return;
  }
  view.leave = leave;
  view.main.replaceChildren(place);
  view.main.scrollTop = 0;
}

function firstPage() {
  if (!may("act") && may("queue")) return "#/queue";
  const tab = (may("intake") && view.tabs.find((row) => row.id === "to_check")) || view.tabs[0];
  return `#/todo/${tab?.id ?? "all"}`;
}

/// Typing is being there, though it sends nothing; a quiet page ends by itself and hides its content.
function watchPresence() {
  let touched = Date.now();
  let told = Date.now();
  for (const kind of ["keydown", "pointerdown"]) addEventListener(kind, () => { touched = Date.now(); }, true);
  setInterval(async () => {
    if (document.querySelector(".sign-in-again")) return;
    if (touched > told && Date.now() - told > 60_000) {
      told = Date.now();
      await get("session").then(takeSession, () => {});
    } else if (Date.now() - touched > session().idle_seconds * 1000) {
      await peek("session").then(takeSession, (error) => { if (error.code === "AUTH_SESSION_EXPIRED") signInAgain(); });
    }
  }, 10_000);
}

async function start() {
  const root = document.getElementById("root");
  try {
    setSession(await rawGet("session"));
  } catch {
    await signInPage(root);
  }
  onSessionEnd(signInAgain);
  view.nav = h("nav", { class: "side", "aria-label": "办件分类" });
  view.main = h("main", { id: "main", tabindex: "-1" });
  showCounts(await get("todo?tab=attention"));
  replace(root, head(), view.nav, view.main);
  installKeys({ scan: view.scan, nav: view.nav, main: view.main });
  addEventListener("hashchange", draw);
  addEventListener("desk-changed", refreshCounts);
  setInterval(refreshCounts, kRefreshMs);
  watchPresence();
  await draw();
}

todoPage.onAnswer = showCounts;
start().catch((error) => replace(document.getElementById("root"), errorBox(error)));
