/** The words of the pages themselves, in both languages: headings, columns, sentences around the data. */
import type { Language } from '../site/language.ts'
import { EN } from './words-en.ts'
import { ZH } from './words-zh.ts'

type Texts<T> = {
  readonly [K in keyof T]: T[K] extends (...args: infer A) => string ? (...args: A) => string : string
}

/** A language that lacks a text, or has one too many, does not compile. */
export type Words = Texts<typeof EN>

const WORDS: Record<Language, Words> = { en: EN, zh: ZH }

export function wordsOf(language: Language): Words {
  return WORDS[language]
}
