// What may be done with a case now: one form an action, made from its fields.

import { differences } from "./compare.js";
import { button, h, replace } from "./dom.js";
import { draftOf, dropDraft, fieldSet, postForm, valuesOf } from "./form.js";
import { ask, errorBox, say } from "./notice.js";

/// The action that sends a result back, for the button under a failed check.
function returning(actions, action) {
  return actions.find((other) => other.id === action.mismatch_action)
    ?? actions.find((other) => other.id !== action.id && /return|reject/.test(other.id));
}

const isDanger = (action) => action.tone === "danger" || /^(refuse|reject|return)_/.test(action.id);

function conflictBox(error, reload) {
  const since = error.code === "STORE_CONFLICT" && error.cause && h("span", { class: "block" }, `您打开之后：${error.cause}`);
  return errorBox(error, since, button("载入最新内容（已填内容保留）", reload, { class: "main" }));
}

function actionForm(view, action, open, reload) {
  const id = `${view.case_no}/${action.id}`;
  const draft = draftOf(id);
  const trouble = h("div", { "aria-live": "assertive" });
  const submit = h("button", { type: "submit", class: isDanger(action) ? "danger" : "main" }, action.label);
  const warning = h("div", {});
  const fields = action.fields ?? [];
  const check = () => {
    const different = differences(fields, draft);
    submit.disabled = different.length > 0;
    const back = different.length > 0 && returning(view.actions, action);
    replace(warning, different.length > 0 && h("div", { class: "mismatch", role: "alert" },
      h("span", {}, `不一致：${different.join("、")}。不得接收，退回部门更正。`),
      back && h("button", {
        type: "button", class: "danger", onclick: () => {
          const reason = back.fields?.find((field) => field.type === "textarea" || field.name === "reason");
          if (reason) draftOf(`${view.case_no}/${back.id}`).values[reason.name] ??= `结果信息与受理信息不一致：${different.join("、")}`;
          open(back.id);
        },
      }, "不一致，退回部门")));
  };
  async function send(event) {
    event.preventDefault();
    if (submit.disabled) return;
    if (action.confirm && !(await ask(action.label, action.confirm, action.label))) return;
    submit.disabled = true;
    try {
      await postForm(`cases/${view.case_no}/actions`, draft, {
        action: action.id, seen_version: view.version, values: valuesOf(fields, draft),
      });
      dropDraft(id);
      dispatchEvent(new Event("desk-changed"));
      say(`${action.label}：已完成`);
      await reload();
    } catch (error) {
      const moved = error.code === "STORE_CONFLICT" || error.code === "COMMAND_NOT_ALLOWED";
      replace(trouble, moved ? conflictBox(error, reload) : errorBox(error));
      trouble.scrollIntoView({ block: "nearest" });
    } finally {
      submit.disabled = false;
      check();
    }
  }
  const form = h("form", { class: "action-form", "data-form": action.id, onsubmit: send },
    fieldSet(fields, draft, action.id, check), warning, trouble,
    h("div", { class: "buttons" }, submit, h("small", { class: "faint" }, "Ctrl+Enter 提交")));
  check();
  return form;
}

/// The first action stands open; the others are one key (Alt+number) away.
export function actionsCard(view, reload) {
  const actions = view.actions ?? [];
  if (actions.length === 0) return h("section", { class: "card" }, h("h2", {}, "办理"), h("p", { class: "empty" }, "当前没有需要在本窗口办理的操作。"));
  const tabs = h("div", { class: "action-tabs", role: "tablist" });
  const body = h("div", {});
  const open = (id, focus = true) => {
    const action = actions.find((row) => row.id === id);
    replace(tabs, actions.map((row, n) => h("button", {
      type: "button", role: "tab", "data-action": row.id, "aria-selected": String(row.id === id),
      class: isDanger(row) ? "danger-text" : "", title: `Alt+${n + 1}`, onclick: () => open(row.id),
    }, row.label, h("kbd", {}, String(n + 1)))));
    replace(body, actionForm(view, action, open, reload));
    if (focus) body.querySelector("input, select, textarea, button")?.focus();
  };
  open(actions[0].id, false);
  return h("section", { class: "card actions" }, h("h2", {}, "办理"), tabs, body);
}
