/**
 * `npm test`: format and lint, types, dead code, then the tests. Every check counts as one; the last line of
 * the output is `N passed, N failed`.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const only = process.argv.slice(2)
const root = join(import.meta.dirname, '..')
let passed = 0
let failed = 0

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
  else failed++
}

// With arguments, only the named tests run.
if (only.length === 0) {
  check('format and lint', 'biome', ['check', '--error-on-warnings', '.'])
  check('types', 'tsc', ['--noEmit'])
  check('dead code and dependencies', 'knip', ['--no-progress', '--config', 'tests/knip.json'])
}

const folder = mkdtempSync(join(tmpdir(), 'aef-run-'))
try {
  const report = join(folder, 'report.json')
  const config = [
    '--config',
    'tests/vitest.config.ts',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
  ]
  const ended = run('tests', 'vitest', ['run', ...config, ...only])
  const { numPassedTests, numFailedTests, numFailedTestSuites } = JSON.parse(readFileSync(report, 'utf8'))
  passed += numPassedTests
  failed += numFailedTests
  // A file that could not be loaded, or a failed set-up, counts too.
  if (!ended && numFailedTests === 0) failed += Math.max(1, numFailedTestSuites)
} catch (error) {
  process.stdout.write(`The tests left no report: ${error}\n`)
  failed++
} finally {
  rmSync(folder, { recursive: true, force: true })
}

process.stdout.write(`\n${passed} passed, ${failed} failed\n`)
process.exitCode = failed === 0 ? 0 : 1
