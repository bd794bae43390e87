// An applicant taps "预约" in the official account and books on the phone: a day off is refused with
// its reason, another day is confirmed, and the account's message says the same as the page.

export const context = { viewport: { width: 390, height: 844 } };

const openid = "o-demo-by-phone";
const person = { 姓名: "李样本", 身份证号: "410184199001014456", 手机号码: "13700009999" };

async function ask(credentials, path, body) {
  const options = body ? { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) } : {};
  return (await fetch(credentials.wechat + path, options)).json();
}

async function fill(page, day) {
  await page.getByLabel("办理事项").selectOption({ index: 1 });
  await page.getByLabel("预约日期").fill(day);
  for (const [label, text] of Object.entries(person)) await page.getByLabel(label).fill(text);
}

/// The messages that the account sent to this applicant so far.
async function messages(credentials) {
  return (await ask(credentials, "/twin/sent")).sent.filter((one) => one.openid === openid).map((one) => one.text);
}

async function awaitMessage(credentials, words) {
  for (const end = Date.now() + 20_000; Date.now() < end;) {
    const found = (await messages(credentials)).find((text) => text.includes(words));
    if (found) return found;
    await new Promise((resume) => setTimeout(resume, 50));
  }
  throw new Error(`no message with ${words}`);
}

export default async function ({ page, credentials, shot }) {
  const { text } = await ask(credentials, "/twin/push", { openid, event: "CLICK", event_key: "book" });
  const link = text.replaceAll("&amp;", "&").match(/https:\/\/[^\s"<>]+/)[0];
  await page.goto(link);
  await page.getByRole("heading", { name: "办事预约" }).waitFor();
  await shot("form");
  const last = await page.getByLabel("预约日期").getAttribute("max");
  const sunday = new Date(`${last}T00:00:00Z`);
  while (sunday.getUTCDay() !== 0) sunday.setUTCDate(sunday.getUTCDate() - 1);
  await fill(page, sunday.toISOString().slice(0, 10));
  await shot("filled");
  await page.getByRole("button", { name: "提交预约" }).click();
  await page.getByRole("heading", { name: "预约未成功" }).waitFor();
  await page.getByText("该日大厅不上班").waitFor();
  await shot("refused");

  await page.getByRole("link", { name: "重新选择" }).click();
  await page.getByRole("heading", { name: "办事预约" }).waitFor();
  const day = credentials.people.booking_days.at(-1);
  await fill(page, day);
  await page.getByRole("button", { name: "提交预约" }).click();
  await page.getByRole("heading", { name: "预约成功" }).waitFor();
  const no = await page.getByText(/^[0-9A-Z]{22}$/).textContent();
  await shot("confirmed");

  const said = await awaitMessage(credentials, no);
  for (const words of ["预约成功", day, "请携带有效身份证件"]) if (!said.includes(words)) throw new Error(`the message lacks ${words}: ${said}`);
  await awaitMessage(credentials, "该日大厅不上班");
  await page.goto(`${link}x`);  // a link that was tampered with opens nothing
  await page.getByRole("heading", { name: "无法打开预约页" }).waitFor();
}
