// A person signs in at the page that the console shows first, and is in.

export async function signIn(page, { user, password }) {
  await page.goto("/console/");
  await page.getByLabel("用户名").fill(user);
  await page.getByLabel("密码").fill(password);
  await page.getByRole("button", { name: "登录" }).click();
  await page.getByRole("button", { name: "退出" }).waitFor();
}
