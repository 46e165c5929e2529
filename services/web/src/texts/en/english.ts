/** The screens in English: the chunk that is fetched when English was chosen. It imports nothing from outside this
 *  folder but types. */
import { marks } from './marks.ts'

export const english = { marks }

export type English = typeof english
