/** GraphiQL listens to revisions: in a real Chromium, on a real server. */
import { expect, onTestFinished, test } from 'vitest'
import { openDb } from '../../src/db/client.ts'
import { listen } from '../../src/http/server.ts'
import { testApp } from '../helpers/app.ts'
import { launch, reason } from '../helpers/browser.ts'
import { createDatabase } from '../helpers/db.ts'
import { publish } from '../helpers/events.ts'

test.skipIf(reason)(
  `GraphiQL shows each revision as it comes${reason}`,
  async () => {
    const { url, drop } = await createDatabase('empty')
    const db = openDb({ url })
    const stopping = new AbortController()
    const { app } = testApp(db, { stopping: stopping.signal })
    const server = await listen(app, { host: '127.0.0.1', port: 0 })
    const browser = await launch()
    onTestFinished(async () => {
      await browser.close()
      stopping.abort()
      await server.close()
      await db.$disconnect()
      await drop()
    })
    const page = await browser.newPage()
    const query = 'subscription { revisionPublished { number } }'
    await page.goto(`${server.url}/graphql?${new URLSearchParams({ query })}`)
    const begun = page.waitForResponse((r) => r.headers()['content-type'] === 'text/event-stream')
    await page.locator('.graphiql-execute-button').click()
    expect((await begun).status()).toBe(200)
    const answer = page.locator('.graphiql-response .view-lines')
    for (const number of [1, 2]) {
      await publish(db, number, number)
      await expect
        .poll(async () => String(await answer.textContent()).replace(/\s+/g, ' '), { timeout: 20_000 })
        .toContain(`"number": ${number}`)
    }
  },
  60_000,
)
