/** What the embedded Postgres needs to know about files and ports, and what it says of their problems. */
import { createServer } from 'node:net'
import { codeOf } from '../lib/processes.ts'
import { StartupError } from '../lib/startup-error.ts'

/** The text of an error on one line. */
export function textOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).trim().replaceAll(/\s*\n\s*/g, ' | ')
}

const FILE_PROBLEMS: Record<string, string> = {
  EACCES: 'no permission to use',
  EPERM: 'no permission to use',
  EROFS: 'the file system is read-only at',
  ENOSPC: 'the disk is full at',
  EDQUOT: 'the quota is used up at',
  ENOTDIR: 'a file stands where a folder is needed at',
  EEXIST: 'a file stands where a folder is needed at',
  EBUSY: 'a mount point cannot be replaced at',
}

/** Turns a file error that the operator can fix into a StartupError; any other error comes back as it is. */
export function fileError(error: unknown, path: string): unknown {
  const problem = FILE_PROBLEMS[codeOf(error) ?? '']
  if (problem === undefined || error instanceof StartupError) return error
  const advice = 'set DATA_DIR to a folder that this user can write, or set DATABASE_URL'
  return new StartupError(`${problem} ${path}: ${advice}`, { cause: error })
}

/**
 * A port of 127.0.0.1 that is free now; somebody may still be faster, so the caller must be ready to
 * retry.
 */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() =>
        typeof address === 'object' && address !== null
          ? resolve(address.port)
          : reject(new Error('no port')),
      )
    })
  })
}
