// Elements without templates: h("button", {class: "main", onclick: f}, "打印"). Text is always text,
// never markup, so nothing that came in a message can become script.

export function h(tag, props = {}, ...children) {
  const element = document.createElement(tag);
  for (const [key, value] of Object.entries(props)) {
    if (value === undefined || value === null || value === false) continue;
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (key === "value" || key === "checked") element[key] = value;
    else if (value === true) element.setAttribute(key, "");
    else element.setAttribute(key, value);
  }
  element.append(...children.flat(2).filter((c) => c !== undefined && c !== null && c !== false));
  return element;
}

export function replace(parent, ...children) {
  parent.replaceChildren(...children.flat(2).filter((c) => c !== undefined && c !== null && c !== false));
  return parent;
}

/// "2024-10-08T09:12:31.000+08:00" -> <time>10-08 09:12</time>, the whole in the tooltip.
export function time(at, withYear = false) {
  if (!at) return h("span", { class: "faint" }, "—");
  const text = at.replace("T", " ").slice(withYear ? 0 : 5, at.length > 10 ? 16 : 10);
  return h("time", { datetime: at, title: at }, text);
}

/// A button that cannot be pressed twice while its work runs.
export function button(label, work, props = {}) {
  const element = h("button", { type: "button", ...props }, label);
  element.addEventListener("click", async () => {
    if (element.disabled) return;
    element.disabled = true;
    try {
      await work();
    } finally {
      element.disabled = false;
    }
  });
  return element;
}
