/** Text as searches compare it: NFKC, lower case, single spaces. `ＤｅｅｐＳｅｅｋ  V3` is `deepseek v3`. */
export function fold(text: string): string {
  return text.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim()
}
