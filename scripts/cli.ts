import { fileURLToPath } from 'node:url'
import { Command, CommanderError } from 'commander'
import { addDoctor } from './commands/doctor'
import { addExport } from './commands/export'
import { addFeatures } from './commands/features'
import { addImport } from './commands/import'
import { addToken } from './commands/token'
import { addUser } from './commands/user'
import { openForCommand } from './database/command.mjs'
import { readSettings } from './start/environment.mjs'
import { sayOnStderr } from './start/say.mjs'

const PROJECT = fileURLToPath(new URL('..', import.meta.url))
const FAILED = 1
const WRONG_USAGE = 2

/** Every sub-command; each adds itself to the program, and imports what it needs when it runs: that may take a second. */
const COMMANDS = [addDoctor, addUser, addToken, addImport, addExport, addFeatures]

/** These open the database themselves. */
const ON_THEIR_OWN = ['doctor']

/**
 * Runs the command line. An action finds the database open, and DATABASE_URL and PLUMBLINE_DATA set; it throws to fail.
 * Exit codes: 0 done; 1 failed, with one line on stderr; 2 wrong usage.
 */
export async function main(argv: string[]): Promise<never> {
  sayOnStderr()
  let close = async () => {}
  const program = new Command('plumbline')
    .description('Human-vs-model rating audits from the command line.')
    .exitOverride()
    .hook('preAction', async (_, action) => {
      if (ON_THEIR_OWN.includes(action.name())) return
      const database = await openForCommand(readSettings(PROJECT))
      close = database.close
    })
  for (const add of COMMANDS) add(program, PROJECT)
  let ending: Promise<void> | undefined
  const end = () => {
    ending ??= (async () => {
      await globalThis.plumblinePool?.end()
      await close()
    })()
    return ending
  }
  for (const [signal, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)
    process.once(signal, () => {
      // The pool is not waited for: what runs in it is cut off, and rolled back.
      close().finally(() => process.exit(code))
    })
  let code = 0
  try {
    await program.parseAsync(argv)
  } catch (error) {
    code = codeOf(error)
    if (!(error instanceof CommanderError)) process.stderr.write(`${oneLine(error)}\n`)
  }
  await end()
  process.exit(code)
}

function codeOf(error: unknown): number {
  if (!(error instanceof CommanderError)) return FAILED
  return error.exitCode === 0 ? 0 : WRONG_USAGE
}

function oneLine(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error)
  return message.replace(/\s+/g, ' ').trim() || 'It failed without saying why.'
}
