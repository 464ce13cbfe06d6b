/** GraphiQL listens to revisions: in a real Chromium, on a real server. */
import { expect, onTestFinished, test } from 'vitest'
import { openDb } from '../../src/db/client.ts'
import { listen } from '../../src/http/server.ts'
import { importYaml, WORLD } from '../graphql/world.ts'
import { testApp } from '../helpers/app.ts'
import { launch, reason } from '../helpers/browser.ts'
import { createDatabase } from '../helpers/db.ts'

const land = (code: string) => `countries: [{ code: ${code}, name: Land ${code}, isAggregate: "false" }]\n`

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
    await importYaml(db, WORLD, '2026-06-01T00:00:00Z')
    const page = await browser.newPage()
    const query = 'subscription { revisionPublished { number } }'
    await page.goto(`${server.url}/graphql?${new URLSearchParams({ query })}`)
    const begun = page.waitForResponse((r) => r.headers()['content-type'] === 'text/event-stream')
    await page.locator('.graphiql-execute-button').click()
    expect((await begun).status()).toBe(200)
    const answer = page.locator('.graphiql-response .view-lines')
    for (const [i, code] of ['XB', 'XC'].entries()) {
      await importYaml(db, land(code), `2026-06-0${i + 2}T00:00:00Z`)
      await answer
        .getByText(`${i + 2}`, { exact: true })
        .first()
        .waitFor()
      expect(String(await answer.textContent()).replace(/\s+/g, ' ')).toContain(`"number": ${i + 2}`)
    }
  },
  60_000,
)
