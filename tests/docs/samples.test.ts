/** The quick starts: their files, taken from the pages, compile strictly and do against a real server what they say. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { test } from '../helpers/db.ts'
import { syncKey } from '../helpers/export.ts'
import { blocksAt, projectOf, SAMPLE_PAGES, serve, shell } from './project.ts'

const TYPES = 'npx tsc --noEmit --project tsconfig.json'

test('every quick start runs as its page says, and its types hold', { timeout: 400_000 }, async ({
  market,
}) => {
  await using server = await serve(market.db)
  const blocks = await blocksAt(server.url, SAMPLE_PAGES)
  using project = projectOf(blocks)
  const { folder, files } = project
  let printed = ''
  let answers = 0
  // The types of all want what all have made.
  const made = new Set([TYPES])
  for (const { language, file, text, page } of blocks) {
    if (language === 'text') {
      expect(printed, page).toBe(text)
      answers++
    } else if (language !== 'sh') {
      expect(file, `${page}: ${language}`).toBeTruthy()
    } else if (!made.has(text.trim())) {
      printed = await shell(folder, text)
      // Several pages have the same types made.
      if (text.startsWith('npx')) made.add(text.trim())
    }
  }
  expect(answers).toBe(SAMPLE_PAGES.length)
  expect(await shell(folder, TYPES)).toBe('')

  // A key in the header is one.
  const { authorization } = await syncKey(market.db)
  const key = { FACTS_KEY: authorization.replace('Bearer ', '') }
  for (const command of ['fetch.ts', 'apollo.ts', 'urql.ts', 'tada.ts', '--import ./relay-hooks.ts relay.ts'])
    expect(await shell(folder, `node ${command}`, key)).toMatch(/scopes: (read, )?sync/)

  // What the schema does not have, strict types find: in each way of making them.
  const wrong = {
    'apollo.ts': ['?.statement', '?.sentence'],
    'urql.ts': ['hub.name', 'hub.title'],
    'typed.ts': ['{ statement, state,', '{ statement, colour, state,'],
    'relay.ts': ['data.me.scopes', 'data.me.rights'],
    'tada.ts': ['?.publisher.name', '?.publisher.title'],
    'fetch.ts': ['?.value?.point', '?.value.point'],
  } as const
  const write = (name: string, text: string) => writeFileSync(join(folder, name), text)
  for (const [file, [right, other]] of Object.entries(wrong)) {
    expect(files.get(file)).toContain(right)
    write(file, files.get(file)!.replace(right, other))
  }
  const errors = String(await shell(folder, TYPES).catch((error) => error))
  for (const file of Object.keys(wrong)) {
    expect(errors).toMatch(new RegExp(`^${file}\\(\\d+,\\d+\\): error TS`, 'm'))
    write(file, files.get(file)!)
  }
  // So do the compilers, in the question itself.
  for (const [file, command] of [
    ['apollo.ts', 'npx graphql-codegen --config codegen.ts'],
    ['relay.ts', 'npx relay-compiler relay.config.json'],
  ] as const) {
    write(file, files.get(file)!.replace('totalCount', 'totalSum'))
    await expect(shell(folder, command), file).rejects.toThrow('totalSum')
  }
})
