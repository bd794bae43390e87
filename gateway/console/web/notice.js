// What happened, in words: a line that goes by itself, a box that stays, a question.

import { h } from "./dom.js";

export function say(text) {
  const place = document.getElementById("notices");
  const line = h("div", { class: "notice", role: "status" }, text);
  while (place.children.length > 1) place.firstChild.remove();
  place.append(line);
  setTimeout(() => line.remove(), 4000);
}

/// Code, words and next step of an ApiError; `extra` are buttons.
export function errorBox(error, ...extra) {
  return h("div", { class: "error-box", role: "alert" },
    h("strong", {}, error.message),
    error.next && h("p", {}, error.next),
    h("p", { class: "faint" },
      [error.code, error.field && `字段 ${error.field}`, error.trace && `跟踪号 ${error.trace}`].filter(Boolean).join(" · ")),
    extra.length > 0 && h("p", {}, extra));
}

/// Resolves to whether the person agreed.
export function ask(title, text, yes = "确定") {
  return new Promise((resolve) => {
    const done = (value) => () => {
      dialog.close();
      dialog.remove();
      resolve(value);
    };
    const dialog = h("dialog", { class: "ask", "aria-label": title, oncancel: done(false) },
      h("h2", {}, title), h("p", {}, text),
      h("div", { class: "buttons" },
        h("button", { type: "button", class: "main", onclick: done(true) }, yes),
        h("button", { type: "button", onclick: done(false) }, "取消")));
    document.body.append(dialog);
    dialog.showModal();
  });
}
