// Keys for people who do this all day. Letters act only outside of input fields.

import { h } from "./dom.js";

const kHelp = [
  ["/ 或 F2", "到扫描框"], ["1 … 7", "切换办件分类"], ["↑ ↓ 或 J K", "在列表中移动"], ["Enter", "打开所选办件"],
  ["Alt+1 … Alt+6", "打开第几项操作"], ["Ctrl+Enter", "提交当前表单"], ["P", "打印第一份可打印文书"], ["R", "刷新本页"],
  ["Esc", "收起或返回列表"], ["?", "显示本说明"],
];

function showHelp() {
  const dialog = h("dialog", { class: "help", "aria-label": "键盘操作" },
    h("h2", {}, "键盘操作"),
    h("table", {}, kHelp.map(([key, what]) => h("tr", {}, h("td", {}, h("kbd", {}, key)), h("td", {}, what)))),
    h("form", { method: "dialog" }, h("button", { class: "main" }, "知道了")));
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}

function move(main, step) {
  const rows = [...main.querySelectorAll("[data-open]")];
  if (rows.length === 0) return;
  const at = rows.indexOf(document.activeElement);
  rows[Math.min(rows.length - 1, Math.max(0, at < 0 ? 0 : at + step))].focus();
}

function back() {
  if (location.hash.startsWith("#/case/") || location.hash.startsWith("#/intake/")) history.back();
}

export function installKeys({ scan, nav, main }) {
  document.querySelector("[data-key=help]").addEventListener("click", showHelp);
  const outside = {
    "/": () => scan.focus(), "?": showHelp,
    j: () => move(main, 1), k: () => move(main, -1), ArrowDown: () => move(main, 1), ArrowUp: () => move(main, -1),
    p: () => main.querySelector("[data-key=print]")?.click(), r: () => dispatchEvent(new HashChangeEvent("hashchange")),
    Escape: back,
  };
  addEventListener("keydown", (event) => {
    if (event.isComposing || document.querySelector("dialog[open]")) return;
    const editing = event.target.matches?.("input:not([type=radio]):not([type=checkbox]), textarea, select");
    if (event.key === "F2") {
      event.preventDefault();
      scan.select();
      scan.focus();
    } else if (event.altKey && /^[1-9]$/.test(event.key)) {
      event.preventDefault();
      main.querySelectorAll("[data-action]")[Number(event.key) - 1]?.click();
    } else if (event.ctrlKey && event.key === "Enter") {
      event.target.closest?.("form")?.requestSubmit();
    } else if (editing && event.key === "Escape") {
      event.target.blur();
    } else if (!editing && !event.ctrlKey && !event.altKey && !event.metaKey) {
      if (/^[1-7]$/.test(event.key)) nav.querySelectorAll("a[href^='#/todo/']")[Number(event.key) - 1]?.click();
      else if (outside[event.key] && !(event.target.matches?.("input") && event.key.startsWith("Arrow"))) {
        event.preventDefault();
        outside[event.key]();
      }
    }
  });
}
