/** The page of the client for partners: its package, installed as the page says, compiles strictly and keeps a mirror. */
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { runPackClient } from '../../src/cli/pack-client.ts'
import { test } from '../helpers/db.ts'
import { syncKey } from '../helpers/export.ts'
import { inProcess } from '../helpers/in-process.ts'
import { blocksAt, CLIENT_PAGE, projectOf, serve, shell } from './project.ts'

const types = join(import.meta.dirname, '../../node_modules/@types')
/** Nothing is asked of a registry. */
const NPM = { npm_config_offline: 'true', npm_config_audit: 'false', npm_config_fund: 'false' }

test('the client runs as its page says, and its types hold', { timeout: 400_000 }, async ({ market }) => {
  await using server = await serve(market.db)
  const { authorization } = await syncKey(market.db)
  const env = { ...NPM, FACTS_KEY: authorization.replace('Bearer ', '') }
  const blocks = await blocksAt(server.url, [CLIENT_PAGE])
  const settings = (await blocksAt(server.url, ['codegen'])).filter(({ file }) => file === 'tsconfig.json')
  using project = projectOf([...blocks, ...settings])
  const { folder } = project
  // Its packages are its own.
  rmSync(join(folder, 'node_modules'))
  await inProcess((args) => runPackClient(args), ['--to', folder], {})
  let printed = ''
  let commands = 0
  for (const { language, file, text } of blocks) {
    if (language === 'text') expect(printed).toBe(text)
    else if (language !== 'sh') expect(file).toBe('mirror.ts')
    else {
      printed = await shell(folder, text, env)
      commands++
    }
  }
  expect(commands).toBe(3)
  mkdirSync(join(folder, 'node_modules/@types'), { recursive: true })
  symlinkSync(join(types, 'node'), join(folder, 'node_modules/@types/node'))
  const check = () => shell(folder, 'tsc --noEmit --project tsconfig.json')
  expect(await check()).toBe('')
  const text = project.files.get('mirror.ts')!
  writeFileSync(join(folder, 'mirror.ts'), text.replace('claim.basis', 'claim.base'))
  await expect(check()).rejects.toThrow(/mirror\.ts\(\d+,\d+\): error TS/)
  await expect(shell(folder, 'node mirror.ts', { FACTS_KEY: 'aef_x_y' })).rejects.toThrow('refused: ')
})
