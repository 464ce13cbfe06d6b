/** What commands print: steps with their time on a terminal, plain lines in a pipe, tables for people. */

const isTerminal = process.stderr.isTTY === true
const CLEAR = '\r\u001b[K'

/**
 * Shows what is being done while it takes long, and how long it took. On a terminal the line is rewritten;
 * in a pipe only the finished step is printed. A failed one leaves no line: whoever catches the error tells it.
 * All on stderr, so that stdout stays for results.
 */
export async function step<T>(
  label: string,
  work: () => Promise<T>,
  done: (result: T) => string = () => '',
): Promise<T> {
  const started = performance.now()
  const frames = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏']
  let frame = 0
  const seconds = () => ((performance.now() - started) / 1000).toFixed(1)
  const timer = isTerminal
    ? setInterval(
        () => process.stderr.write(`${CLEAR}${frames[frame++ % frames.length]} ${label} ${seconds()} s`),
        80,
      )
    : undefined
  try {
    const result = await work()
    const detail = done(result)
    process.stderr.write(
      `${isTerminal ? CLEAR : ''}✓ ${label}${detail ? `: ${detail}` : ''} (${seconds()} s)\n`,
    )
    return result
  } catch (error) {
    if (isTerminal) process.stderr.write(CLEAR)
    throw error
  } finally {
    clearInterval(timer)
  }
}

const BAR_WIDTH = 24

/** How far long work is: on a terminal a bar that is rewritten, in a pipe one line when it is done. */
export function progress(label: string) {
  const started = performance.now()
  const seconds = () => ((performance.now() - started) / 1000).toFixed(1)
  return {
    /** @param share 0 to 1. */
    at: (stage: string, share: number) => {
      if (!isTerminal) return
      const full = Math.round(share * BAR_WIDTH)
      const bar = '█'.repeat(full) + '░'.repeat(BAR_WIDTH - full)
      process.stderr.write(`${CLEAR}${bar} ${Math.round(share * 100)} % ${label}: ${stage} ${seconds()} s`)
    },
    done: (detail = '') =>
      void process.stderr.write(
        `${isTerminal ? CLEAR : ''}✓ ${label}${detail ? `: ${detail}` : ''} (${seconds()} s)\n`,
      ),
    clear: () => void (isTerminal && process.stderr.write(CLEAR)),
  }
}

/** A remark beside the steps, also while one of them runs. */
export function note(text: string): void {
  process.stderr.write(`${isTerminal ? CLEAR : ''}${text}\n`)
}

/** Columns aligned by their widest cell. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]!.map((_, i) => Math.max(...rows.map((row) => row[i]!.length)))
  return rows
    .map((row) => row.map((cell, i) => (i === row.length - 1 ? cell : cell.padEnd(widths[i]!))).join('  '))
    .join('\n')
}
