/** The English words: nothing of the Chinese is left out, and nothing in them is Chinese. */
import { dispute1 } from '@jiahe/domain/models/dispute1.ts'
import { violence1 } from '@jiahe/domain/models/violence1.ts'
import t from 'tap'
import { chinese as access } from './access.ts'
import { chinese as accounts } from './accounts.ts'
import { chinese as answers } from './answers.ts'
import { chinese as dispatch } from './dispatch.ts'
import { chinese as drafts } from './drafts.ts'
import { english } from './en/english.ts'
import { chinese as happenings } from './history.ts'
import { chinese as marks } from './marks.ts'
import { chinese as measures } from './measures.ts'
import { chinese as models } from './models.ts'
import { chinese as orderLife } from './orderLife.ts'
import { chinese as policies } from './policies.ts'
import { chinese as reasons } from './reasons.ts'
import { chinese as remarks } from './remarks.ts'
import { chinese as texts } from './zh.ts'

const chinese = {
  ...{
    access,
    accounts,
    answers,
    dispatch,
    drafts,
    happenings,
    marks,
    measures,
    models,
    orderLife,
    policies,
    reasons,
    remarks,
    texts,
  },
}

/** Paths of all words, functions among them; a list is one word. */
function pathsOf(words: unknown, path = ''): string[] {
  if (typeof words !== 'object' || words === null || Array.isArray(words)) return [path]
  return Object.entries(words).flatMap(([key, inner]) => pathsOf(inner, `${path}/${key}`))
}
function wordsOf(words: unknown): string[] {
  if (typeof words === 'string') return [words]
  if (typeof words === 'function') return [String(words)]
  return Object.values(words as object).flatMap(wordsOf)
}

t.test('every word there is in Chinese is there in English', async (t) => {
  const said = new Set(pathsOf(english))
  t.strictSame(
    pathsOf(chinese).filter((path) => !said.has(path)),
    [],
  )
})

t.test('no English word holds Chinese, and none is empty where the Chinese is not', async (t) => {
  t.strictSame(
    wordsOf(english).filter((word) => /[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]/.test(word)),
    [],
  )
  t.equal(
    wordsOf(english).filter((word) => word.trim() === '').length,
    wordsOf(chinese).filter((w) => w === '').length,
  )
})

t.test('every factor of the models has an English name', async (t) => {
  const ids = [violence1, dispute1].flatMap(({ factors }) => factors.map(({ id }) => id))
  t.strictSame(Object.keys(english.factors), ids)
})
