/** What formats share in which one JSON file is the whole edition. */
import { type InputFile, InputProblem } from '../market/types.ts'
import { quoted } from './parts.ts'

export const acceptsJson = (path: string): boolean => /\.json$/i.test(path)

/** @throws InputProblem when there is none, or more than one: each file is an edition of its own. */
export function onlyFile(files: readonly InputFile[], format: string): InputFile {
  const [file] = files
  if (!file) throw new InputProblem(format, 'there is no .json file here')
  if (files.length === 1) return file
  const names = files.slice(0, 3).map((f) => f.path)
  if (files.length > names.length) names.push('…')
  throw new InputProblem(
    format,
    `these are ${files.length} editions (${names.join(', ')}); import each on its own, in any order`,
  )
}

/** The problem of a record whose name is none: `__proto__`, empty, of control characters or longer than any. */
export function badName(name: string): string {
  return oneLine(`${quoted(name)} is a name that no model can have`)
}

/** A problem as one line for people: upstream's texts in it may hold anything, also commands to a terminal. */
export function oneLine(problem: string): string {
  return problem
    .toWellFormed()
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .trimEnd()
}
