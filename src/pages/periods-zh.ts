/**
 * Periods in Chinese: the API tells them in English, with qualifiers that its dates do not carry ("early 2024", "as
 * given on …"). Patterns, most special first, of which the parts are translated in turn.
 */

const MONTHS = 'January February March April May June July August September October November December'.split(
  ' ',
)
const MONTH = `(${MONTHS.join('|')})`
const month = (name: string) => `${MONTHS.indexOf(name) + 1}月`

const NUMBERS: Readonly<Record<string, string>> = { two: '两', three: '三', five: '五' }
/** Digits keep a space on either side. */
const count = (text: string) => NUMBERS[text] ?? ` ${text} `

const PLAIN: Readonly<Record<string, string>> = {
  undated: '未注明日期',
  future: '未来',
  now: '目前',
  'a year before': '前一年',
  'as long as the file holds it': '数据文件列有期间',
  'free launch offer': '推出时的免费优惠',
  'free preview': '免费预览期间',
  'replaced on the day on which it was seen': '见到当日即被替换',
}

type Make = (...parts: string[]) => string

/** `%` stands for a period of its own. */
const PATTERNS: readonly (readonly [pattern: string, make: Make])[] = [
  ['(\\d{4})', (year) => `${year}年`],
  [`${MONTH} (\\d{4})`, (name, year) => `${year}年${month(name!)}`],
  [`(\\d{1,2}) ${MONTH} (\\d{4})`, (day, name, year) => `${year}年${month(name!)}${day}日`],
  [`(\\d{1,2}) ${MONTH}`, (day, name) => `${month(name!)}${day}日`],
  [
    `(\\d{1,2}) ${MONTH} (\\d{4}),? (\\d\\d:\\d\\d) UTC`,
    (day, name, year, time) => `${year}年${month(name!)}${day}日 ${time}（协调世界时）`,
  ],
  [
    `(\\d{1,2}) or (\\d{1,2}) ${MONTH} (\\d{4})`,
    (a, b, name, year) => `${year}年${month(name!)}${a}日或${b}日`,
  ],
  [
    `(\\d{1,2}) to (\\d{1,2}) ${MONTH} (\\d{4})`,
    (a, b, name, year) => `${year}年${month(name!)}${a}日至${b}日`,
  ],
  [`${MONTH} to ${MONTH} (\\d{4})`, (a, b, year) => `${year}年${month(a!)}至${month(b!)}`],
  [`${MONTH} and ${MONTH} (\\d{4})`, (a, b, year) => `${year}年${month(a!)}和${month(b!)}`],
  ['Q([1-4]) (\\d{4})', (n, year) => `${year}年第${'一二三四'[Number(n) - 1]}季度`],
  ['first quarter of (\\d{4})', (year) => `${year}年第一季度`],
  ['(?:the )?(first|second) half of (\\d{4})', (n, year) => `${year}年${n === 'first' ? '上' : '下'}半年`],
  ['start to middle of (\\d{4})', (year) => `${year}年初至年中`],
  ['middle to end of (\\d{4})', (year) => `${year}年中至年底`],
  // Causes and conditions behind a comma, before anything that would cut the text elsewhere.
  ['%, implied', (a) => `${a}（推得）`],
  [
    '(?:%, )?if the rise took (\\d+) months',
    (a, n) => (a ? `${a}（若增长历时 ${n} 个月）` : `若增长历时 ${n} 个月`),
  ],
  ['%, half-year not clear', (a) => `${a}（何半年不明）`],
  ['%, (first|second) point of the series', (a, n) => `${a}（数列第${n === 'first' ? '一' : '二'}点）`],
  ['%, until the model was withdrawn on %', (a, b) => `${a}，至模型于${b}撤下为止`],
  ['%, exponential growth between the points', (a) => `${a}（各点间按指数增长）`],
  ['%, straight lines between the points', (a) => `${a}（各点间按直线）`],
  ['next (\\w+) years, as of %', (n, a) => `截至${a}的未来${count(n!)}年`],
  ['the next (\\w+) years \\(%\\)', (n, a) => `未来${count(n!)}年（${a}）`],
  ['launch list, %', (a) => `推出时的价目，${a}`],
  ['launch period, %', (a) => `推出期间，${a}`],
  ['list price after the free launch, model on sale %', (a) => `免费推出后的价目，模型${a}开售`],
  ['promotion from about %, permanent after %', (a, b) => `约${a}起优惠，${b}之后成为长期价格`],
  ['promotion, at that time until %', (a) => `优惠，当时定于至${a}`],
  ['from the price cut of % until V4 replaced it on %', (a, b) => `${a}降价起，至${b}由 V4 取代`],
  ['announced from %, and called off', (a) => `曾宣布自${a}起，后取消`],
  ['undated column of %', (a) => `${a}未注明日期的一栏`],
  ['undated, %', (a) => `未注明日期，${a}`],
  ['seen %, first on %', (a, b) => `见于${a}，首次为${b}`],
  ['seen by %', (a) => `至迟于${a}可见`],
  ['seen from % until %', (a, b) => `见于${a}起，至${b}`],
  ['seen from %', (a) => `${a}起可见`],
  ['seen %', (a) => `见于${a}`],
  ['as given on %', (a) => `截至${a}所述`],
  ['as of %', (a) => `截至${a}`],
  ['after the launch in %', (a) => `${a}推出之后`],
  ['page dated %', (a) => `网页日期为${a}`],
  ['in force on %', (a) => `${a}有效`],
  ['% against %', (a, b) => `${a}与${b}相比`],
  ['about (\\w+) months %', (n, a) => `${a}，约${count(n!)}个月`],
  ['(\\w+) months(?: up)? to %', (n, a) => `截至${a}的${count(n!)}个月`],
  ['(\\w+) months,? from % to %', (n, a, b) => `${a}至${b}的${count(n!)}个月`],
  ['(\\w+) months,? from %', (n, a) => `${a}起的${count(n!)}个月`],
  ['(\\w+) months', (n) => `${count(n!).trim()}${/\d/.test(n!) ? ' ' : ''}个月`],
  ['(\\w+) years before % \\(%\\)', (n, a, b) => `${a}之前${count(n!)}年（${b}）`],
  ['(\\w+) years before %', (n, a) => `${a}之前${count(n!)}年`],
  ['week to %', (a) => `截至${a}的一周`],
  ['first week of %', (a) => `${a}第一周`],
  ['daily average of %', (a) => `${a}日均`],
  ['(?:average|mean) of %', (a) => `${a}平均`],
  ['a few months of %', (a) => `${a}的数月`],
  ['some weeks of %', (a) => `${a}的数周`],
  ['so far in %', (a) => `${a}至今`],
  ['from % until % and %', (a, b, c) => `${a}起，至${b}；${c}`],
  ['from % until %', (a, b) => `${a}起，至${b}`],
  ['from % to %', (a, b) => `${a}至${b}`],
  ['from about %', (a) => `约${a}起`],
  ['from %', (a) => `${a}起`],
  ['since %', (a) => `${a}以来`],
  ['by %', (a) => `不晚于${a}`],
  ['(?:until|up to) %', (a) => `至${a}`],
  ['in %', (a) => `${a}内`],
  ['% to %', (a, b) => `${a}至${b}`],
  ['% and %', (a, b) => `${a}；${b}`],
  ['(?:about|around) %', (a) => `约${a}`],
  ['(?:early|(?:the )?start of) %', (a) => `${a}初`],
  ['late %', (a) => `${a}晚期`],
  ['mid[ -]%', (a) => `${a}中`],
  ['(?:the )?end of %', (a) => `${a}底`],
]

/** The holes of a pattern, numbered as its groups are: whether each is a period. */
const COMPILED = PATTERNS.map(([pattern, make]) => {
  const isPeriod = [...pattern.matchAll(/%|(?<!\\)\((?!\?)/g)].map(([mark]) => mark === '%')
  return { regex: new RegExp(`^${pattern.replaceAll('%', '(.+?)')}$`), isPeriod, make }
})

/**
 * `early 2024` → `2024年初`; null for what no pattern knows, which is shown as it is said rather than in another
 * precision.
 */
export function periodZh(text: string): string | null {
  const plain = PLAIN[text]
  if (plain !== undefined) return plain
  for (const { regex, isPeriod, make } of COMPILED) {
    const found = regex.exec(text)
    if (!found) continue
    const parts = found
      .slice(1)
      .map((group, i) => (group !== undefined && isPeriod[i] ? periodZh(group) : (group ?? '')))
    if (parts.every((made) => made !== null)) return make(...(parts as string[]))
  }
  return null
}
