/** Commands within the process of the tests, where dozens of cases take the time that one process takes. */
import { vi } from 'vitest'
import { isUsage } from '../../src/cli/usage.ts'
import { type Config, readConfig } from '../../src/config.ts'
import { type Clock, systemClock } from '../../src/lib/clock.ts'
import type { Outcome } from './cli.ts'

/** What the command prints and its exit code; wrong usage is 2, as in a process. */
export async function inProcess(
  command: (args: string[], config: Config, clock: Clock) => Promise<number>,
  args: string[],
  env: Record<string, string>,
): Promise<Outcome> {
  const output = { stdout: '', stderr: '' }
  const spies = (['stdout', 'stderr'] as const).map((name) =>
    vi.spyOn(process[name], 'write').mockImplementation((text) => {
      output[name] += text
      return true
    }),
  )
  try {
    const code = await command(args, readConfig(env), systemClock)
    return { code, ...output }
  } catch (error) {
    if (!isUsage(error)) throw error
    return { code: 2, stdout: output.stdout, stderr: `${output.stderr}${error.message}\n` }
  } finally {
    for (const spy of spies) spy.mockRestore()
  }
}
