/**
 * The command line: `serve`, `import`, `correct`, `keys`, `documents`, `sync`, `migration`, `pack-client`, `schema`. Knows everything;
 * nothing imports it. Each command is loaded when it is called, for most need little of the whole.
 */
import { enableCompileCache } from 'node:module'
import { readConfig } from '../config.ts'
import { systemClock } from '../lib/clock.ts'
import { StartupError } from '../lib/startup-error.ts'
import { isUsage, UsageError } from './usage.ts'

interface Command {
  help: string
  run(args: string[]): Promise<number>
}

const COMMANDS: Record<string, () => Promise<Command>> = {
  serve: async () => {
    const { serve, SERVE_HELP: help } = await import('./serve.ts')
    const run = async (args: string[]) => {
      if (args.length > 0)
        throw new UsageError(`npm start takes no arguments, only the environment: ${args[0]} is unknown.`)
      await serve(readConfig())
      return 0
    }
    return { help, run }
  },
  import: async () => {
    const { runImport, IMPORT_HELP: help } = await import('./import.ts')
    return { help, run: (args) => runImport(args, readConfig()) }
  },
  correct: async () => {
    const { runCorrect, CORRECT_HELP: help } = await import('./correct.ts')
    return { help, run: (args) => runCorrect(args, readConfig()) }
  },
  keys: async () => {
    const { runKeys, KEYS_HELP: help } = await import('./keys.ts')
    return { help, run: (args) => runKeys(args, readConfig(), systemClock) }
  },
  documents: async () => {
    const { runDocuments, DOCUMENTS_HELP: help } = await import('./documents.ts')
    return { help, run: (args) => runDocuments(args, readConfig(), systemClock) }
  },
  sync: async () => {
    const { runSync, SYNC_HELP: help } = await import('./sync.ts')
    return { help, run: (args) => runSync(args, readConfig().SYNC_KEY) }
  },
  migration: async () => {
    const { runMigration, MIGRATION_HELP: help } = await import('./migration.ts')
    return { help, run: (args) => runMigration(args, readConfig(), systemClock) }
  },
  'pack-client': async () => {
    const { runPackClient, PACK_CLIENT_HELP: help } = await import('./pack-client.ts')
    return { help, run: (args) => runPackClient(args) }
  },
  schema: async () => {
    const { runSchema, SCHEMA_HELP: help } = await import('./schema.ts')
    return { help, run: (args) => runSchema(args) }
  },
}

// Most of the time of a short command goes into loading; Node keeps what it compiled for the next one.
enableCompileCache()

async function main([name = '', ...args]: string[]): Promise<number> {
  if (!Object.hasOwn(COMMANDS, name)) {
    process.stderr.write(`Unknown command. There are: ${Object.keys(COMMANDS).join(', ')}.\n`)
    return 2
  }
  const command = await COMMANDS[name]!()
  if (args.includes('--help') || args.includes('-h')) {
    process.stdout.write(command.help)
    return 0
  }
  try {
    return await command.run(args)
  } catch (error) {
    if (isUsage(error)) {
      process.stderr.write(`${error.message}\n\n${command.help}`)
      return 2
    }
    process.stderr.write(`${await failureText(error)}\n`)
    return 1
  }
}

/** @throws the error again where it is none that whoever called can mend. */
async function failureText(error: unknown): Promise<string> {
  if (error instanceof StartupError) return error.message
  const { InputProblems } = await import('../ingest/facts/run.ts')
  if (!(error instanceof InputProblems)) throw error
  const { problemsText } = await import('./report.ts')
  return problemsText(error)
}

// Migrations leave a timer of their engine behind, so the process is ended, not left to run out.
process.exit(await main(process.argv.slice(2)))
