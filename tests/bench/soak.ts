/** `npm run soak`: the server under a mix of questions for long, and whether its memory stays as it is. See `HELP`. */
import { writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { openPostgres } from './speed/ledger.ts'
import { Generator } from './speed/load.ts'
import { soak } from './speed/mix.ts'

const HELP = `Usage: npm run soak -- [--minutes 10] [--size 1000000] [--folder <folder>] [--json <file>]

Makes a ledger of its own and lets 24 clients ask, four hot questions to a cold one, while there is a new revision each
second. Fails where an answer was an error, or older than what had been announced before it was asked for, and where the
memory of the server in the last minute is more than a tenth above that in the second one.

  --minutes  how long; at least three (10)
  --size     claims of the ledger (1000000)
  --folder   keeps the database for the next time
  --json     writes the figures to a file as well
  --help     shows this text
`

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '10' },
    size: { type: 'string', default: '1000000' },
    folder: { type: 'string' },
    json: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
})
if (values.help) process.stdout.write(HELP)
else await run()

async function run(): Promise<void> {
  await using stack = new AsyncDisposableStack()
  const generator = stack.adopt(new Generator(), (one) => one.close())
  const postgres = stack.adopt(await openPostgres(values.folder), (one) => one.close())
  const lived = await soak({
    ...{ generator, postgres, print: (text: string) => void process.stdout.write(`${text}\n`) },
    ...{ size: Number(values.size), minutes: Number(values.minutes) },
  })
  if (values.json) await writeFile(values.json, `${JSON.stringify(lived, null, 2)}\n`)
}
