/** The command line: `serve`, `import`, `correct`, `keys`, `migration`, `schema`. Knows everything; nothing imports it. */
import { readConfig } from '../config.ts'
import { InputProblems } from '../ingest/facts/run.ts'
import { systemClock } from '../lib/clock.ts'
import { StartupError } from '../lib/startup-error.ts'
import { CORRECT_HELP, runCorrect } from './correct.ts'
import { IMPORT_HELP, runImport } from './import.ts'
import { KEYS_HELP, runKeys } from './keys.ts'
import { MIGRATION_HELP, runMigration } from './migration.ts'
import { problemsText } from './report.ts'
import { runSchema, SCHEMA_HELP } from './schema.ts'
import { SERVE_HELP, serve } from './serve.ts'
import { isUsage, UsageError } from './usage.ts'

interface Command {
  help: string
  run(args: string[]): Promise<number>
}

const COMMANDS: Record<string, Command> = {
  serve: {
    help: SERVE_HELP,
    run: async (args) => {
      if (args.length > 0)
        throw new UsageError(`npm start takes no arguments, only the environment: ${args[0]} is unknown.`)
      await serve(readConfig())
      return 0
    },
  },
  import: { help: IMPORT_HELP, run: (args) => runImport(args, readConfig()) },
  correct: { help: CORRECT_HELP, run: (args) => runCorrect(args, readConfig()) },
  keys: { help: KEYS_HELP, run: (args) => runKeys(args, readConfig(), systemClock) },
  migration: { help: MIGRATION_HELP, run: (args) => runMigration(args, readConfig(), systemClock) },
  schema: { help: SCHEMA_HELP, run: (args) => runSchema(args) },
}

async function main([name = '', ...args]: string[]): Promise<number> {
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name]! : undefined
  if (!command) {
    process.stderr.write(`Unknown command. There are: ${Object.keys(COMMANDS).join(', ')}.\n`)
    return 2
  }
  if (args.includes('--help') || args.includes('-h')) {
    process.stdout.write(command.help)
    return 0
  }
  try {
    return await command.run(args)
  } catch (error) {
    if (error instanceof StartupError) {
      process.stderr.write(`${error.message}\n`)
      return 1
    }
    if (error instanceof InputProblems) {
      process.stderr.write(`${problemsText(error)}\n`)
      return 1
    }
    if (!isUsage(error)) throw error
    process.stderr.write(`${error.message}\n\n${command.help}`)
    return 2
  }
}

// Migrations leave a timer of their engine behind, so the process is ended, not left to run out.
process.exit(await main(process.argv.slice(2)))
