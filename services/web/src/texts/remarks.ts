/** What is said of a row of a directory's file. */
import { organisationRemarks } from '@jiahe/domain/organisationRemarks.ts'
import { inLanguage } from './language.ts'

export const chinese = organisationRemarks

export const remarkTexts = inLanguage(chinese, (english) => english.remarks)
