/** The processes of a server that runs. */
import { readdirSync, readFileSync } from 'node:fs'
import { isAlive } from '../../src/lib/processes.ts'
import type { Child } from './cli.ts'

/** Of the processes that it started, those that answer and still run; its Postgres may be another one. */
export function workersOf({ process: { pid: leader } }: Pick<Child, 'process'>): number[] {
  const pids = readdirSync('/proc').map(Number).filter(Number.isInteger)
  const isWorker = (pid: number) => parentOf(pid) === leader && read(pid, 'cmdline').includes('main.ts')
  return pids.filter((pid) => isWorker(pid) && isAlive(pid))
}

function parentOf(pid: number): number {
  const text = read(pid, 'stat')
  return Number(text.slice(text.lastIndexOf(')') + 2).split(' ')[1])
}

/** Empty where it has ended. */
function read(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8')
  } catch {
    return ''
  }
}
