/** The README's recipe for digests in another language, run as it stands there. */
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished } from 'vitest'
import { leafOf, pageOf } from '../../src/lib/merkle.ts'
import { testApp } from '../helpers/app.ts'
import { test } from '../helpers/db.ts'
import { partnerOf } from '../helpers/export.ts'

const readme = readFileSync(join(import.meta.dirname, '../../README.md'), 'utf8')
const hasPython = spawnSync('python3', ['--version']).status === 0

test.skipIf(!hasPython && !process.env.CI)(
  'the Python of the README finds the digest of a copy',
  async ({ market: { db } }) => {
    const folder = mkdtempSync(join(tmpdir(), 'aef-digest-'))
    onTestFinished(() => rmSync(folder, { recursive: true }))
    const [, script] = /```python\n([\s\S]*?)```/.exec(readme)!
    const [file, copy] = [join(folder, 'digest.py'), join(folder, 'claim.ndjson')]
    writeFileSync(file, script!)
    writeFileSync(copy, await (await partnerOf(db)).copy('claim'))
    const { body } = await testApp(db).ask('{ revision { digest } }')
    expect(execFileSync('python3', [file, copy], { encoding: 'utf8' }).trim()).toBe(body.data.revision.digest)
  },
)

test('the vectors of the README are right', () => {
  const [, page] = /The page of `clm_0{26}` is (\d+)/.exec(readme)!
  expect(pageOf(`clm_${'0'.repeat(26)}`)).toBe(Number(page))
  const [, row, leaf] = /leaf of the row `(.+?)` is `([0-9a-f]{64})`/.exec(readme)!
  expect(leafOf(JSON.parse(row!)).toString('hex')).toBe(leaf)
})
