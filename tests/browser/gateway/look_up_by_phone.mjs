// An applicant scans the slip's code: where the case stands, and nothing that says whose it is.

export const context = { viewport: { width: 390, height: 844 } };

export default async function ({ page, credentials, shot }) {
  const own = credentials.people.cases.find((one) => one.query_token);
  await page.goto(`/q/${own.query_token}`);
  await page.getByText(own.no, { exact: true }).waitFor();
  await shot("case");
  const text = await page.locator("body").innerText();
  for (const secret of [own.name, own.id_number, own.phone, own.address]) if (text.includes(secret)) throw new Error("the page says whose case it is");
  const { width } = await page.locator("html").evaluate((html) => ({ width: html.scrollWidth }));
  if (width > 390) throw new Error(`the page is ${width} wide`);
  await page.goto("/q/0000000000000000000000");
  await page.getByText("请核对凭证上的二维码").waitFor();
  await shot("unknown");
}
