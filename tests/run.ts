/**
 * `npm test`: format and lint, types, dead code, then the tests. Every check counts as one; the last line of
 * the output is `N passed, N failed`.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'

const only = process.argv.slice(2)
const root = join(import.meta.dirname, '..')
let passed = 0
/** What failed, by name: told last, for a log is often read from its end. */
const failures: string[] = []

function run(label: string, command: string, args: string[]): boolean {
  process.stdout.write(`\n> ${label}\n`)
  const { status } = spawnSync(join(root, 'node_modules/.bin', command), args, {
    cwd: root,
    stdio: 'inherit',
  })
  return status === 0
}

function check(label: string, command: string, args: string[]): void {
  if (run(label, command, args)) passed++
  else failures.push(label)
}

/** What vitest's JSON reporter writes, as far as it is read here. */
interface Report {
  numPassedTests: number
  testResults: {
    name: string
    status: string
    message: string
    assertionResults: { status: string; fullName: string; failureMessages: string[] }[]
  }[]
}

/** The failed tests of a file, with the first lines of why; the file itself where it or its set-up failed. */
function namesOf({ name, status, message, assertionResults }: Report['testResults'][number]): string[] {
  const path = relative(root, name)
  const failed = assertionResults.filter((test) => test.status === 'failed')
  const why = (text: string) => text.split('\n').slice(0, 12).join('\n  ')
  if (failed.length === 0 && status === 'failed') return [`${path}: ${why(message)}`]
  return failed.map((test) => `${path}: ${test.fullName}\n  ${why(test.failureMessages.join('\n'))}`)
}

// With arguments, only the named tests run.
if (only.length === 0) {
  check('format and lint', 'biome', ['check', '--error-on-warnings', '.'])
  check('types', 'tsc', ['--noEmit'])
  check('dead code and dependencies', 'knip', ['--no-progress', '--config', 'tests/knip.json'])
}

const folder = mkdtempSync(join(tmpdir(), 'aef-run-'))
try {
  const file = join(folder, 'report.json')
  const config = [
    '--config',
    'tests/vitest.config.ts',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${file}`,
  ]
  const ended = run('tests', 'vitest', ['run', ...config, ...only])
  const report: Report = JSON.parse(readFileSync(file, 'utf8'))
  passed += report.numPassedTests
  const failed = report.testResults.flatMap(namesOf)
  failures.push(...failed)
  if (!ended && failed.length === 0) failures.push('tests: the run did not end well')
} catch (error) {
  failures.push(`tests: no report (${error})`)
} finally {
  rmSync(folder, { recursive: true, force: true })
}

for (const failure of failures) process.stdout.write(`\nFAILED ${failure}\n`)
process.stdout.write(`\n${passed} passed, ${failures.length} failed\n`)
process.exitCode = failures.length === 0 ? 0 : 1
