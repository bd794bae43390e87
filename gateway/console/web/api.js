// Calls of the console's API. A session that ended is not an error of the call: the person signs in
// again, over the page or in another tab, and the call goes on. Every refusal is an ApiError with code and next step.

export class ApiError extends Error {
  constructor(status, body) {
    super(body.message);
    Object.assign(this, { status, code: body.code, next: body.next, field: body.field, trace: body.trace, cause: body.cause });
  }
}

const state = { session: null, signInAgain: null };

export const session = () => state.session;
export const may = (verb) => state.session !== null && state.session.verbs.includes(verb);
export const newKey = () => crypto.getRandomValues(new Uint32Array(5)).reduce((text, n) => text + n.toString(36).padStart(7, "0"), "");

/// `callback` shows the sign-in over the page and resolves when somebody signed in.
export function onSessionEnd(callback) {
  state.signInAgain = callback;
}

export function setSession(value) {
  state.session = value;
}

/// The session as it is now, perhaps begun in another tab. Another person starts with a fresh page: what was typed here
/// must not go out under another name.
export async function takeSession(fresh) {
  if (state.session && state.session.user.id !== fresh.user.id) {
    location.replace("/console/");
    location.reload();
    await new Promise(() => {});
  }
  state.session = fresh;
}

async function send(method, path, body, background) {
  const headers = { accept: "application/json" };
  if (background) headers["x-background"] = "1";
  if (method === "POST") {
    headers["content-type"] = "application/json";
    if (state.session) headers["x-csrf-token"] = state.session.csrf;
  }
  let response;
  try {
    response = await fetch(`/console/api/${path}`, {
      method, headers, credentials: "same-origin", cache: "no-store",
      body: method === "POST" ? JSON.stringify(body ?? {}) : undefined,
    });
  } catch {
    throw new ApiError(0, { code: "NETWORK", message: "连不上服务器。", next: "检查网线或稍候重试；已填写的内容不会丢失，重试不会重复办理。" });
  }
  const answer = await response.json().catch(() => null);
  if (response.ok && answer !== null) return answer;
  throw new ApiError(response.status, answer?.error ?? { code: "INTERNAL", message: "服务器应答有误。", next: "稍后重试；反复出现请联系运行值守人员。" });
}

async function call(method, path, body, options = {}) {
  try {
    return await send(method, path, body, options.background);
  } catch (error) {
    if (options.background) throw error;
    if (error.code === "AUTH_CSRF_TOKEN") await takeSession(await get("session"));
    else if (error.code === "AUTH_SESSION_EXPIRED" && state.signInAgain && !options.leaves) await state.signInAgain();
    else throw error;
    return send(method, path, body, false);
  }
}

export const get = (path, options) => call("GET", path, undefined, options);
export const post = (path, body, options) => call("POST", path, body, options);
/// Without the second chance: for finding out who is signed in, and for signing in.
export const rawGet = (path) => send("GET", path, undefined, false);
export const peek = (path) => send("GET", path, undefined, true);
export const rawPost = (path, body) => send("POST", path, body, false);
