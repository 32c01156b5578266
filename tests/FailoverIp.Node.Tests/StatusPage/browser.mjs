// Drives Debian's chromium for BrowserTests: one command a line of JSON on standard input, one answer a line on standard output.
import { createInterface } from 'node:readline';
import { createRequire } from 'node:module';

const { chromium } = createRequire(process.argv[2] + '/')('playwright-core');
const browser = await chromium.launch({ executablePath: process.argv[3], args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'] });
let page;
const faults = [];

const commands = {
  async open({ url, width, height, scripts, dark }) {
    await page?.context().close();
    const context = await browser.newContext({ viewport: { width, height }, javaScriptEnabled: scripts, colorScheme: dark ? 'dark' : 'light' });
    page = await context.newPage();
    page.on('pageerror', e => faults.push(String(e)));
    page.on('console', m => { if (m.type() === 'error') faults.push(m.text()); });
    await page.goto(url, { waitUntil: 'domcontentloaded' });
  },
  text: ({ selector }) => page.locator(selector).first().innerText(),
  wait: ({ selector, text }) => page.locator(selector).filter({ hasText: text }).first().waitFor({ timeout: 30000 }),
  click: ({ selector }) => page.locator(selector).first().click(),
  // The attribute, not a script of ours: one that the policy of the page forbids would not run.
  isOpen: async ({ selector }) => String(await page.locator(selector).first().getAttribute('open') !== null),
  overflow: async () => String((await page.locator('html').evaluate(e => e.scrollWidth - e.clientWidth))),
  shot: ({ file }) => page.screenshot({ path: file, fullPage: true }),
  faults: () => faults.join('\n'),
};

console.log('{}');
for await (const line of createInterface({ input: process.stdin })) {
  const command = JSON.parse(line);
  try {
    console.log(JSON.stringify({ answer: await commands[command.do](command) ?? '' }));
  } catch (e) {
    console.log(JSON.stringify({ error: String(e) }));
  }
}
await browser.close();
