/** The command of the packed client: `ai-economy-facts-sync`, which knows nothing of the server. */
import { runSync } from './sync.ts'
import { syncHelp } from './sync-arguments.ts'
import { isUsage } from './usage.ts'

const HELP = syncHelp('ai-economy-facts-sync')
const args = process.argv.slice(2)

async function main(): Promise<number> {
  if (args.includes('--help') || args.includes('-h')) {
    process.stdout.write(HELP)
    return 0
  }
  try {
    return await runSync(args, process.env.SYNC_KEY)
  } catch (error) {
    if (!isUsage(error)) throw error
    process.stderr.write(`${error.message}\n\n${HELP}`)
    return 2
  }
}

// Connections that the server keeps open would hold the process up.
process.exit(await main())
