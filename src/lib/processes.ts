/** What the operating system knows about processes, and the codes of its errors. */
import { readFileSync, readlinkSync } from 'node:fs'
import { hostname } from 'node:os'

/** The code of a system or database error (`ENOENT`, `28P01`). */
export function codeOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined
  return typeof error.code === 'string' ? error.code : undefined
}

/** The fields of /proc/<pid>/stat from the third on; undefined where there is no /proc. */
function statFields(pid: number): string[] | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return text.slice(text.lastIndexOf(')') + 2).split(' ')
  } catch {
    return undefined
  }
}

/** Whether the process runs. A zombie does not: in a container nobody may ever collect it. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
  } catch (error) {
    if (codeOf(error) !== 'EPERM') return false
  }
  return !['Z', 'X'].includes(statFields(pid)?.[0] ?? '')
}

/**
 * When the process began, in ticks; '' where that cannot be told. Tells a process from a later one with
 * its pid.
 */
export function startTick(pid: number): string {
  return statFields(pid)?.[19] ?? ''
}

/**
 * Where the pids that we see hold: in this container, on this machine, since its start. Elsewhere the same pid is another
 * process.
 */
export function pidSpace(): string {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
    return `${boot} ${readlinkSync('/proc/self/ns/pid')}`
  } catch {
    return hostname()
  }
}
