import { connect, createServer, type Socket } from 'node:net'

/** What stands between server and database, and can be cut and mended. */
export async function cable(url: string) {
  const to = new URL(url)
  const ends = new Set<Socket>()
  /** By the end at the client, the one at the database. */
  const links = new Map<Socket, Socket>()
  /** Ends at the database that outlive the other one. */
  const left = new Set<Socket>()
  let held = false
  const server = createServer((near) => {
    if (held) return void ends.add(near.on('error', () => undefined))
    const far = connect(Number(to.port || 5432), to.hostname)
    links.set(near, far)
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      ends.add(one)
      const end = () => {
        if (!left.has(other)) other.destroy()
      }
      one.on('error', end)
      one.on('close', end)
      one.pipe(other)
    }
  })
  const plug = (port: number) => new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  await plug(0)
  const { port } = server.address() as { port: number }
  const through = new URL(url)
  through.hostname = '127.0.0.1'
  through.port = String(port)
  return {
    url: through.href,
    mend: () => plug(port),
    cut: async () => {
      const closed = new Promise((resolve) => server.close(resolve))
      for (const end of ends) end.destroy()
      ends.clear()
      await closed
    },
    /** Nothing passes any more, and nobody is told; what waits then is lost when it is mended. */
    hold: () => {
      held = true
      for (const [near, far] of links) {
        near.unpipe(far).pause()
        far.unpipe(near).pause()
      }
    },
    /** New connections pass again. */
    letGo: () => {
      held = false
    },
    /** The client's connections are gone, and the database does not hear of it. */
    lose: () => {
      for (const [near, far] of links) {
        left.add(far)
        near.destroy()
      }
      links.clear()
    },
    /** The database hears of what was lost. */
    tell: () => {
      for (const far of left) far.destroy()
    },
  }
}
