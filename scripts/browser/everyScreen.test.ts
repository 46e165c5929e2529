/** Every screen in both languages at both widths: nothing that axe-core calls serious or critical, nothing cut off
 *  on a phone, nothing Chinese on an English one. What the order desk loads first is small, and ten thousand orders make
 *  it no slower to use. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Page } from '@jiahe/testing/browser.ts'
import { signIn } from '@jiahe/testing/client.ts'
import pg from 'pg'
import t from 'tap'
import { speak, stillChinese } from './language.ts'
import { calm, cutOff, desktop, openOffice, type Person, phone } from './people.ts'

const office = await openOffice(t, { DEMO: 'small' })
const { consoleUrl, dataDir } = office.jiahe
const ask = await signIn(office.jiahe, 'city')
/** One that has been sent to somebody and is worked on. */
const { body: orders } = await ask('GET /v1/work-orders?state=in-progress&limit=1')
const { id: orderId, caseId } = orders.items[0]
const { body: answers } = await ask('GET /v1/answers?state=taken&limit=1')
const { caseId: reportedIn, reportId } = answers.items[0]
const { body: granted } = await ask('GET /v1/history?type=ProtectionOrderGranted&limit=1')
/** A case that a court has dealt with. */
const measured = granted.items[0].stream.replace('familyCase-', '')
const administer = await signIn(office.jiahe, 'admin')
const accountId = (await administer('GET /v1/accounts?q=township-320402003')).body.items[0].id as string
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const pictures = process.env.PICTURES

const screens: Readonly<Record<string, readonly string[]>> = {
  city: [
    ...[
      '/',
      '/dispatch',
      '/dispatch?view=late',
      '/dispatch?view=supervision',
      '/dispatch?view=approval',
      '/orders',
      `/orders/${orderId}`,
      '/callbacks',
      '/answers',
      `/answers?case=${reportedIn}&report=${reportId}`,
      `/cases/${measured}`,
      `/callbacks?case=${caseId}`,
      '/cases',
      '/cases?state=owing',
    ],
    ...[`/cases/${caseId}`, '/board', '/coverage', '/history', '/organisations', '/organisations/320402'],
    ...['/policies', '/nowhere'],
  ],
  analyst: ['/'],
  auditor: ['/', '/audit'],
  admin: ['/', '/accounts', `/accounts/${accountId}`, '/me', '/policies', '/organisations'],
}

interface Violation {
  readonly id: string
  readonly impact: string
  readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[]
}
/** Run past the content security policy, which lets no page run what is only text. */
async function violations({ page, context }: Person): Promise<string[]> {
  const session = await context.newCDPSession(page)
  const run = async (expression: string) =>
    (await session.send('Runtime.evaluate', { expression, awaitPromise: true, returnByValue: true })).result
      .value
  await run(`${axe}; void 0`)
  const found: readonly Violation[] = await run(
    `axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) => violations)`,
  )
  await session.detach()
  return found
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`))
}

async function settled(page: Page, path: string): Promise<void> {
  await page.goto(consoleUrl + path)
  await page.getByRole('main').waitFor()
  const loading = page.getByRole('status', { name: /^(正在加载|Loading)$/ })
  while ((await loading.count()) > 0) await loading.first().waitFor({ state: 'detached' })
}

const walks = (['中文', 'English'] as const).flatMap((language) =>
  Object.entries({ '1440 px': desktop, '390 px': phone }).map(([width, screen]) => ({
    language,
    width,
    screen,
  })),
)
for (const { language, width, screen } of walks)
  t.test(`no screen in ${language} has a serious fault at ${width}`, async (t) => {
    for (const [username, places] of Object.entries(screens)) {
      const person = await office.person(username, screen)
      if (language === 'English') await speak(person.page, language)
      for (const path of places) {
        await settled(person.page, path)
        const said = await person.page.getByRole('main').textContent()
        t.notMatch(said, /=>|\$\{|undefined|\[object|NaN/, 'no code stands among the words')
        const name = [`${username} ${path}`]
          .map((one) => one.replace(orderId, 'order').replace(caseId, 'case').replace(accountId, 'account'))
          .join()
        if (pictures)
          await person.page.screenshot({
            path: join(pictures, `${language} ${width} ${name.replaceAll(/[/?]/g, '_')}.png`),
          })
        // Longer words on a wide screen break nothing that axe-core would see.
        if (language === '中文' || screen === phone) t.strictSame(await violations(person), [], name)
        if (screen === phone) t.strictSame(await cutOff(person.page), [], `${name} fits`)
        if (language === 'English') t.strictSame(await stillChinese(person.page), [], `${name} is English`)
      }
      if (language === 'English') await speak(person.page, '中文')
      calm(t, { [username]: person })
      await person.context.close()
    }
  })

t.test('an order is printed in Chinese from an English screen too', async (t) => {
  const clerk = await office.person('city')
  await speak(clerk.page, 'English')
  await settled(clerk.page, `/orders/${orderId}`)
  await clerk.page.getByRole('button', { name: 'Print order' }).waitFor()
  const paper = (await clerk.page.locator('.order-print').textContent()) ?? ''
  t.match(paper, /^婚姻家庭纠纷预警化解工单/)
  t.match(paper, /派单至.+妇联/)
  t.notMatch(paper, /[A-Z][a-z]+/)
  calm(t, { clerk })
  await clerk.context.close()
})

const FIRST_LOAD_BYTES = 300_000
t.test('the order desk loads less than 300 KB of script first, gzipped', async (t) => {
  const { page, context } = await office.person('township-320402003', phone)
  const scripts = new Map<string, number>()
  const fresh = await context.newPage()
  fresh.on('response', async (response) => {
    if (response.request().resourceType() === 'script')
      scripts.set(response.url(), gzipSync(await response.body()).length)
  })
  await page.close()
  await settled(fresh, '/orders')
  await fresh.waitForLoadState('networkidle')
  const bytes = [...scripts.values()].reduce((sum, n) => sum + n, 0)
  t.ok(scripts.size > 3)
  t.ok(bytes < FIRST_LOAD_BYTES, `${bytes} bytes in ${scripts.size} files`)
  await context.close()
})

const MANY = 10_000
t.test('a desk of ten thousand orders is shown page by page, and filtered at once', async (t) => {
  const { databaseUrl } = JSON.parse(readFileSync(join(dataDir, 'running.json'), 'utf8'))
  const db = new pg.Client({ connectionString: databaseUrl })
  await db.connect()
  // The same order as often as wanted, one minute apart.
  await db.query(
    `INSERT INTO read.order_desk
       SELECT gen_random_uuid(), case_id, "order", state, level, assignee, supervisor, assisting,
         next_deadline + n * interval '1 minute', supervised, bounces, dispatched_at
       FROM read.order_desk, generate_series(1, $2) n WHERE order_id = $1`,
    [orderId, MANY],
  )
  await db.end()
  const desk = await office.person('city')
  const { page } = desk
  const started = Date.now()
  await page.goto(`${consoleUrl}/orders`)
  await page.getByText(/已显示 50 条，共 1\d{4} 条/).waitFor()
  const shown_ms = Date.now() - started
  t.ok(shown_ms < 10_000, `${shown_ms} ms`)
  const elements = () => page.locator('*').count()
  const first = await elements()
  t.ok(first < 3000, `${first} elements`)
  for (const pages of [2, 3]) {
    await page.getByRole('button', { name: '再看 50 条' }).click()
    await page.getByText(new RegExp(`已显示 ${pages * 50} 条`)).waitFor()
  }
  t.equal(await page.getByRole('row').count(), 151)
  t.ok((await elements()) < 3 * first)
  await page.getByRole('searchbox').fill(orderId.slice(0, 18))
  await page.getByText('已显示 1 条，共 1 条').waitFor()
  calm(t, { desk })
})
