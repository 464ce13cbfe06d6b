/** Loads and compiles what pages need before somebody waits for it: the very first visitor waited for a second. */
import type { App } from '../http/app.ts'

/**
 * Opens the front page and one fact of it, as nobody in particular. What fails is left to the first visitor.
 * @param url of the server, for pages are kept with their address.
 * @param stop aborted when the server is to end.
 */
export async function warm(app: App, url: string, stop: AbortSignal): Promise<void> {
  try {
    const front = await open('/')
    const [fact] = /\/facts\/[a-z0-9_]+/.exec(front) ?? []
    if (fact && !stop.aborted) await open(fact)
  } catch {
    // Whoever comes first is told what is wrong.
  }
  async function open(path: string): Promise<string> {
    return (await app(new Request(url + path, { headers: { accept: 'text/html' } }))).text()
  }
}
