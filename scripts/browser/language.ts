/** The switch between the languages of the screens, and what on an English screen is not English. */
import type { Page } from '@jiahe/testing/browser.ts'

/** Presses the name of the other language and waits for the screen to speak it. */
export async function speak(page: Page, name: 'English' | '中文'): Promise<void> {
  await page.getByRole('button', { name, exact: true }).filter({ visible: true }).click()
  await page.locator(`html[lang="${name === 'English' ? 'en' : 'zh-CN'}"]`).waitFor({ state: 'attached' })
  await page.getByRole('navigation', { name: name === 'English' ? 'Main menu' : '主菜单' }).waitFor()
}

/** Chinese that is seen or read out and is neither the name of a region nor said to be Chinese: names and what people
 *  wrote are. */
export async function stillChinese(page: Page): Promise<string[]> {
  const said = await page.evaluate<string[]>(findChinese)
  const regions: Readonly<Record<string, string>> = await page.evaluate(
    `fetch('/regions/32.json').then((answer) => answer.json())`,
  )
  const names = Object.values(regions).sort((a, b) => b.length - a.length)
  return said.filter((words) => chinese.test(names.reduce((left, name) => left.replaceAll(name, ''), words)))
}

const chinese = /[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]/

const findChinese = `(() => {
  const chinese = ${chinese}
  const found = new Set()
  const marked = (node) => node.closest('[lang="zh-CN"]:not(html), .print-only')
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  while (walk.nextNode()) {
    const { data, parentElement } = walk.currentNode
    if (chinese.test(data) && !marked(parentElement) && parentElement.checkVisibility()) found.add(data.trim())
  }
  for (const name of ['aria-label', 'title', 'placeholder', 'alt'])
    for (const node of document.querySelectorAll('[' + name + ']'))
      if (chinese.test(node.getAttribute(name)) && !marked(node)) found.add(node.getAttribute(name))
  if (chinese.test(document.title)) found.add(document.title)
  return [...found]
})()`
