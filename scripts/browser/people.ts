/**
 * People at work in a real Chromium against the whole of Jiahe: each has a browser of her own and signs in by typing.
 * Whatever goes wrong unseen – an error on the console, an exception, a request that fails, a breach of the content
 * security policy – is kept, and `calm` says that there was none.
 */
import {
  type Browser,
  type BrowserContext,
  type Locator,
  launchBrowser,
  type Page,
} from '@jiahe/testing/browser.ts'
import { type Jiahe, startJiahe } from '@jiahe/testing/jiahe.ts'
import type { Test } from 'tap'
import { untilFolded } from './folded.ts'

const WAIT_MS = 15_000
const TABS = 200
const LOOKS = 10
export const desktop = { viewport: { width: 1440, height: 900 } }
export const phone = {
  viewport: { width: 390, height: 844 },
  deviceScaleFactor: 2,
  hasTouch: true,
  isMobile: true,
}

export interface Person {
  readonly page: Page
  readonly context: BrowserContext
  /** What went wrong so far. A walk that breaks something on purpose empties it after that. */
  readonly troubles: string[]
}
export interface Office {
  readonly jiahe: Jiahe
  /** Opens a browser and signs in by the keyboard alone. */
  person(username: string, screen?: Parameters<Browser['newContext']>[0]): Promise<Person>
}

export async function openOffice(t: Test, env: Readonly<Record<string, string>> = {}): Promise<Office> {
  const jiahe = await startJiahe(t, env)
  await untilFolded(jiahe)
  const browser = await launchBrowser(t)
  return {
    jiahe,
    async person(username, screen = desktop) {
      const context = await browser.newContext({ locale: 'zh-CN', timezoneId: 'Asia/Shanghai', ...screen })
      context.setDefaultTimeout(WAIT_MS)
      const troubles: string[] = []
      context.on('page', (page) => watch(page, troubles))
      await context.addInitScript(tellBreaches)
      const page = await context.newPage()
      await page.goto(jiahe.consoleUrl)
      await signInByKeyboard(page, username, jiahe.password)
      return { page, context, troubles }
    },
  }
}

export async function signInByKeyboard(page: Page, username: string, password: string): Promise<void> {
  // The cursor stands there by itself.
  await page.getByLabel('用户名').and(page.locator(':focus')).waitFor()
  await page.keyboard.type(username)
  await page.keyboard.press('Tab')
  await page.keyboard.type(password)
  await page.keyboard.press('Enter')
  await page.getByRole('navigation', { name: '主菜单' }).waitFor()
}

const tellBreaches = `addEventListener('securitypolicyviolation', (event) =>
  console.error('content security policy: ' + event.violatedDirective + ' ' + event.blockedURI))`

function watch(page: Page, troubles: string[]): void {
  page.on('console', (said) => {
    if (said.type() === 'error') troubles.push(`console: ${said.text()} ${said.location().url}`)
  })
  page.on('pageerror', (error) => troubles.push(`exception: ${error.message}`))
  page.on('requestfailed', (request) => {
    const why = request.failure()?.errorText
    // What a page had asked for when it was left.
    if (why !== 'net::ERR_ABORTED') troubles.push(`request: ${request.method()} ${request.url()} ${why}`)
  })
  page.on('response', (response) => {
    if (response.status() >= 400) troubles.push(`answer: ${response.status()} ${response.url()}`)
  })
}

export function calm(t: Test, people: Readonly<Record<string, Person>>): void {
  for (const [name, { troubles }] of Object.entries(people))
    t.strictSame(troubles, [], `nothing went wrong in the browser of ${name}`)
}

/** Loads the screen again until it shows what was done elsewhere: a read model may still be folding it. */
export async function shows(page: Page, sight: Locator): Promise<void> {
  for (let n = 0; n < LOOKS; n++) {
    try {
      return await sight.first().waitFor({ timeout: 2000 })
    } catch {
      await page.reload()
    }
  }
  throw new Error(`never shown: ${sight}`)
}

/** Whether it becomes so: what a command has changed may be on its way to the screen when the command is said to be done. */
export const becomes = (sight: Locator, state: 'visible' | 'hidden' = 'visible'): Promise<boolean> =>
  sight
    .first()
    .waitFor({ state })
    .then(
      () => true,
      () => false,
    )

/** Presses Tab until the thing has the focus, as somebody without a mouse does. */
export async function tabTo(page: Page, thing: Locator): Promise<void> {
  for (let n = 0; n < TABS; n++) {
    if ((await thing.and(page.locator(':focus, :focus-within')).count()) > 0) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`not reached with Tab: ${await thing.textContent()}`)
}

/** What lies outside the page to the right, or is cut off although it was meant to be read: a line each. */
export const cutOff = (page: Page): Promise<string[]> => page.evaluate<string[]>(findCutOff)

const findCutOff = `(() => {
  const width = document.documentElement.clientWidth
  const found = []
  if (document.documentElement.scrollWidth > width) found.push('page is ' + document.documentElement.scrollWidth + ' wide')
  const scrolls = (node) => {
    for (let up = node.parentElement; up; up = up.parentElement)
      if (/auto|scroll/.test(getComputedStyle(up).overflowX)) return true
    return false
  }
  for (const node of document.querySelectorAll('body *')) {
    const text = [...node.childNodes].some((child) => child.nodeType === 3 && child.data.trim())
    if (!text || !node.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true })) continue
    const box = node.getBoundingClientRect()
    const clip = getComputedStyle(node)
    if (box.width <= 1 || box.height <= 1 || clip.clipPath !== 'none' || node.closest('.skip, .hidden-visually')) continue
    const what = node.tagName.toLowerCase() + ' “' + node.textContent.trim().slice(0, 30) + '”'
    if (!scrolls(node) && (box.right > width + 1 || box.left < -1)) found.push(what + ' leaves the page')
    if (clip.overflowX === 'hidden' && node.scrollWidth > node.clientWidth + 1) found.push(what + ' is cut off')
  }
  return found
})()`
