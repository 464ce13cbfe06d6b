/** The words of the pages themselves, in both languages: headings, columns, sentences around the data. */
import type { Language } from '../site/language.ts'
import { EN } from './words-en.ts'
import { EN_LISTS } from './words-en-lists.ts'
import { ZH } from './words-zh.ts'
import { ZH_LISTS } from './words-zh-lists.ts'

/** A language that lacks a text, or has one too many, does not compile. */
type Texts<T> = {
  readonly [K in keyof T]: T[K] extends (...args: infer A) => string ? (...args: A) => string : string
}

export type PageWords = Texts<typeof EN>
export type ListWords = Texts<typeof EN_LISTS>
export type Words = PageWords & ListWords

const WORDS: Record<Language, Words> = { en: { ...EN, ...EN_LISTS }, zh: { ...ZH, ...ZH_LISTS } }

export function wordsOf(language: Language): Words {
  return WORDS[language]
}
