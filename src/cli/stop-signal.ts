/** How a command that runs on learns that it is to end. */

/** One press of Ctrl-C may arrive twice: from the terminal and from npm or `node --watch`. */
const SAME_SIGNAL_MS = 1000

/** Aborted at the first SIGTERM or SIGINT; one that comes later ends the process at once. */
export function stopSignal(): AbortSignal {
  const stop = new AbortController()
  let askedAt = 0
  const ask = () => {
    if (stop.signal.aborted && performance.now() - askedAt > SAME_SIGNAL_MS) process.exit(1)
    if (stop.signal.aborted) return
    askedAt = performance.now()
    stop.abort()
  }
  process.on('SIGTERM', ask)
  process.on('SIGINT', ask)
  return stop.signal
}
