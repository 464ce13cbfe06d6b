/** A mirror in a folder is one revision, whatever ends its process when: it is copied before each step and opened anew. */
import { cpSync, rmSync } from 'node:fs'
import { appendFile, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { Collector } from '../../src/client/collector.ts'
import { directoryTarget } from '../../src/client/directory.ts'
import { openMirror } from '../../src/client/index.ts'
import { Patience } from '../../src/client/patience.ts'
import { createRemote } from '../../src/client/remote.ts'
import { takeSnapshot } from '../../src/client/snapshot.ts'
import type { Target } from '../../src/client/target.ts'
import { rowsOf } from '../helpers/export.ts'
import { feedLines } from '../helpers/mirror.ts'
import { type Copies, codeOf, firstRevision, folder, mirroring, REVISIONS } from './partner.ts'

/** Of the files of kinds that are put in place one after the other, these are looked at. */
const KINDS_SEEN = ['rows of country', 'rows of claim', 'rows of rule']

/** What happens to a folder, with a copy of it as it was before each step. */
async function stepwise(to: string, work: (target: Target) => Promise<void>): Promise<[string, string][]> {
  const kept = await folder()
  const copies: [string, string][] = []
  const target = await directoryTarget(to, (step) => {
    if (step.startsWith('rows of ') && !KINDS_SEEN.includes(step)) return
    const copy = join(kept, String(copies.length))
    cpSync(to, copy, { recursive: true })
    copies.push([step, copy])
  })
  await work(target)
  await target.close()
  // Who holds the lock in the copies is this process, which in earnest would be dead.
  for (const [, copy] of copies) await rm(join(copy, '.lock'))
  return copies
}

const BEFORE = ['names of the new files', 'journal']

type Partner = Awaited<ReturnType<typeof mirroring>>
interface At {
  revision: number
  copies: Copies
}

/** Each copy is what it was before or what it was to become, and goes on from there like any other. */
async function expectWhole(
  partner: Partner,
  copies: [string, string][],
  was: At | null,
  is: At,
): Promise<void> {
  for (const [step, copy] of copies) {
    // Whoever reads waits for the end of a commit, and never finds half of one.
    const reading = step === 'rows of claim' ? openMirror(copy) : undefined
    const opened = await directoryTarget(copy)
    const at = BEFORE.includes(step) ? was : is
    expect(opened.state?.revision, step).toBe(at?.revision)
    await opened.close()
    const read = await reading
    if (read) expect(read.state.revision).toBe(is.revision)
    await read?.close()
    if (at) await partner.expectEqual(copy, at.revision, at.copies)
    expect((await readdir(copy)).filter((name) => name.startsWith('.') && name !== '.snapshot')).toEqual([])
  }
  for (const [step, copy] of copies.filter(([step]) => step === 'journal' || step === 'state')) {
    const { snapshots } = await partner.sync(copy)
    expect(snapshots, step).toBe(BEFORE.includes(step) && !was ? 1 : 0)
    await partner.expectEqual(copy, is.revision, is.copies)
  }
}

const snapshotOf = (partner: Partner, target: Target) => {
  const { from, key, fetch, pause } = partner.options('')
  const remote = createRemote({ from, key, fetch })
  return takeSnapshot(
    { remote, target, patience: new Patience({ endless: false, pause }), onProgress() {} },
    'test',
  )
}

test('while the first copy becomes the mirror', async () => {
  const partner = await mirroring(await firstRevision())
  const copies = await stepwise(await folder(), (target) => snapshotOf(partner, target))
  expect(copies.map(([step]) => step)).toEqual([
    ...[...BEFORE, ...KINDS_SEEN, 'log', 'state'],
    ...['end of the snapshot', 'end of the journal', 'end of the new files'],
  ])
  await expectWhole(partner, copies, null, { revision: 1, copies: await partner.copies.copies() })
})

test('while revisions are applied, and while a fresh copy takes the place of a mirror', async () => {
  const db = await firstRevision()
  const partner = await mirroring(db)
  const [to, other] = [await folder(), await folder()]
  await partner.sync(to)
  const first = { revision: 1, copies: await partner.copies.copies() }
  for (const write of REVISIONS) await write(db)
  const last = { revision: REVISIONS.length + 1, copies: await partner.copies.copies() }
  cpSync(to, other, { recursive: true })

  const applied = await stepwise(to, async (target) => {
    const collector = new Collector({ ...target.state!, spool: target.spool })
    for (const line of feedLines(await (await partner.feed()).text()))
      if (line.revision > 1) await collector.add(line as never)
    await target.apply(collector.take())
  })
  expect(applied.map(([step]) => step)).toContain('rows of claim')
  await expectWhole(partner, applied, first, last)

  const replaced = await stepwise(other, (target) => snapshotOf(partner, target))
  await expectWhole(partner, replaced, first, last)
})

test('files that are half written and a log that is too long count for nothing', async () => {
  const db = await firstRevision()
  const partner = await mirroring(db)
  const to = await folder()
  await partner.sync(to)
  const [copy] = await stepwise(to, async (target) => {
    await REVISIONS[0]!(db)
    await snapshotOf(partner, target)
  })
  const killed = copy![1]
  await writeFile(join(killed, '.next/claim.ndjson'), '{"id":"clm_')
  await writeFile(join(killed, '.journal.json.tmp'), '{"kinds":["cla')
  await appendFile(join(killed, 'applied.ndjson'), '{"revision":2')
  await partner.expectEqual(killed, 1)
  await partner.sync(killed)
  await partner.expectEqual(killed, 2)
})

test('a log that somebody shortened goes on where it ends', async () => {
  const db = await firstRevision()
  const partner = await mirroring(db)
  const to = await folder()
  await partner.sync(to)
  await rm(join(to, 'applied.ndjson'))
  await REVISIONS[0]!(db)
  await partner.sync(to)
  const applied = await readFile(join(to, 'applied.ndjson'), 'utf8')
  expect(rowsOf(applied).map((line) => line.revision)).toEqual([2])
  await REVISIONS[1]!(db)
  await partner.sync(to)
  const both = await readFile(join(to, 'applied.ndjson'), 'utf8')
  expect(rowsOf(both).map((line) => line.revision)).toEqual([2, 3])
})

test('new files that somebody clears away are missed, and a folder that somebody took over is left alone', async () => {
  const partner = await mirroring(await firstRevision())
  const to = await folder()
  await partner.sync(to)
  for (const when of ['rows of claim', 'names of the new files']) {
    const target = await directoryTarget(to, (step) => {
      if (step === when) rmSync(join(to, '.next/claim.ndjson'))
    })
    await expect(snapshotOf(partner, target)).rejects.toThrow('ENOENT')
    await target.close()
    expect((await readdir(to)).includes('.journal.json'), when).toBe(when === 'rows of claim')
  }
  const target = await directoryTarget(to)
  await writeFile(join(to, '.lock'), 'theirs')
  expect(await codeOf(snapshotOf(partner, target))).toBe('LOCKED')
  expect(await codeOf(target.verified(1, 'x'))).toBe('LOCKED')
  await target.close()
  expect(await readdir(to)).toEqual(expect.arrayContaining(['.lock', '.spool']))
  await partner.expectEqual(to, 1)
})
