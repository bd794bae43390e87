// Sign-in: a page of its own at first, a box over the page when a session ended. What was being
// filled in stays behind the box, out of sight.

import { rawPost, session, setSession, takeSession } from "./api.js";
import { h, replace } from "./dom.js";
import { errorBox } from "./notice.js";

function signInForm(reason, done) {
  const trouble = h("div", { "aria-live": "polite" });
  const user = h("input", { id: "user", name: "user", autocomplete: "username", required: true, maxlength: 32, autocapitalize: "off", spellcheck: "false" });
  const password = h("input", { id: "password", name: "password", type: "password", autocomplete: "current-password", required: true });
  const submit = h("button", { class: "main wide", type: "submit" }, "登录");
  const form = h("form", {
    class: "sign-in-form",
    onsubmit: async (event) => {
      event.preventDefault();
      submit.disabled = true;
      try {
        done(await rawPost("session", { user: user.value.trim(), password: password.value }));
      } catch (error) {
        replace(trouble, errorBox(error));
        password.value = "";
        password.focus();
      } finally {
        submit.disabled = false;
      }
    },
  },
  h("h1", {}, "一窗网关"), h("p", { class: "faint" }, "政务服务综合窗口工作台"),
  reason && h("p", { class: "reason" }, reason),
  h("label", { for: "user" }, "用户名"), user,
  h("label", { for: "password" }, "密码"), password,
  submit, trouble,
  h("p", { class: "faint small" }, "连续输错 5 次将暂时锁定；离开 15 分钟自动退出。"));
  return form;
}

export function signInPage(root) {
  return new Promise((resolve) => {
    replace(root, h("main", { class: "sign-in" }, signInForm("", (value) => {
      setSession(value);
      resolve();
    })));
    root.querySelector("#user").focus();
  });
}

let open = null;

/// One box however many calls find the session ended. Another person starts with a fresh page.
export function signInAgain() {
  open ??= new Promise((resolve) => {
    const before = session()?.user.id;
    const box = h("dialog", { class: "sign-in-again", "aria-label": "重新登录", oncancel: (e) => e.preventDefault() },
      signInForm("登录已超时，请重新登录。填写中的内容仍保留。", async (value) => {
        await takeSession(value);
        box.close();
        box.remove();
        open = null;
        resolve();
      }));
    document.body.append(box);
    box.showModal();
    if (before) {
      box.querySelector("#user").value = before;
      box.querySelector("#password").focus();
    }
  });
  return open;
}
