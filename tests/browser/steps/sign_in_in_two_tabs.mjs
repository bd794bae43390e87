// Two tabs share one session: what is typed in one goes out after the same person signed in again in the other, and
// never under the name of somebody else; a sign-out that failed says so.

async function signIn(page, { user, password }) {
  await page.getByLabel("用户名").fill(user);
  await page.getByLabel("密码").fill(password);
  await page.getByRole("button", { name: "登录" }).click();
  await page.getByRole("button", { name: "退出" }).waitFor();
}

async function signOut(page) {
  await page.getByRole("button", { name: "退出" }).click();
  await page.getByLabel("用户名").waitFor();
}

/// A form with something in it; whatever is sent from it is counted and answered here.
async function fillIn(page, sent) {
  await page.route("**/console/api/bookings/*", async (route) => {
    if (route.request().method() !== "POST") return route.fallback();
    const answer = await route.fetch();
    if (answer.ok()) sent.push(route.request().postDataJSON().values.reason);
    return route.fulfill({ response: answer });
  });
  await page.goto("/console/#/bookings");
  await page.getByRole("heading", { name: "预约收件" }).waitFor();
  await page.getByLabel("日期", { exact: true }).fill("2024-11-05");
  await page.getByRole("button", { name: "取消预约" }).first().click();
  await page.getByLabel("取消原因").fill("两个窗口");
}

export default async function ({ page, context, credentials, shot }) {
  const { acceptance, issuance } = credentials;
  const sent = [];
  await page.goto("/console/");
  await signIn(page, acceptance);
  const other = await context.newPage();
  await other.goto("/console/");
  await fillIn(page, sent);

  await signOut(other);
  await signIn(other, acceptance);
  await page.getByRole("button", { name: "取消预约" }).first().click();
  await page.getByText(/已取消预约，/).waitFor();
  if (sent.join() !== "两个窗口") throw new Error(`the same person's form: ${sent}`);

  await page.getByLabel("日期", { exact: true }).fill("2024-11-06");
  await page.getByRole("button", { name: "取消预约" }).first().click();
  await page.getByLabel("取消原因").fill("不得外发");
  await signOut(other);
  await signIn(other, issuance);
  await page.getByRole("button", { name: "取消预约" }).first().click();
  await page.getByText("郑出证").waitFor();
  await shot("fresh-page");
  if (sent.length !== 1) throw new Error(`it went out under another name: ${sent}`);

  await page.route("**/console/api/session/end", (route) => route.abort());
  await page.getByRole("button", { name: "退出" }).click();
  await page.getByText("还没有退出").waitFor();
  await shot("not-signed-out");
  await page.unroute("**/console/api/session/end");
  await signOut(page);
}
