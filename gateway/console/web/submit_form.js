// A form that posts one action of the window, once: what was typed outlives a refusal, which is shown above its button.

import { h, replace } from "./dom.js";
import { draftOf, dropDraft, fieldSet, postForm, valuesOf } from "./form.js";
import { errorBox, say } from "./notice.js";

/// `said` words the answer; `head` and `beside` are elements above the fields and next to the button.
export function submitForm({ label, path, action, fields, draftId, said, done, head, beside }) {
  const draft = draftOf(draftId);
  const trouble = h("div", { "aria-live": "assertive" });
  const submit = h("button", { type: "submit", class: "main" }, label);
  async function send(event) {
    event.preventDefault();
    submit.disabled = true;
    try {
      const answer = await postForm(path, draft, { action, values: valuesOf(fields, draft) });
      dropDraft(draftId);
      say(said(answer));
      await done();
    } catch (error) {
      replace(trouble, errorBox(error));
    } finally {
      submit.disabled = false;
    }
  }
  return h("form", { class: "card", onsubmit: send }, head, fieldSet(fields, draft, draftId), trouble, h("div", { class: "buttons" }, submit, beside));
}
