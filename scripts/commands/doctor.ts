import type { Command } from 'commander'
import { openForCommand } from '../database/command.mjs'
import { otherUsers, prepareData } from '../database/users.mjs'
import { checkDatabase, checkMigrations } from '../doctor/database'
import { checkBuild, checkSecrets, checkSnapshots } from '../doctor/files'
import { type Finding, findingOf } from '../doctor/finding'
import { readSettings } from '../start/environment.mjs'

/** `plumbline doctor`: looks at everything that Plumbline needs, changes nothing, and says what to do. */
export function addDoctor(program: Command, project: string): void {
  program
    .command('doctor')
    .description('checks database, migrations, snapshots and permissions; says what is wrong and what to do')
    .action(async () => {
      const findings: Finding[] = []
      for await (const finding of examine(project)) {
        findings.push(finding)
        process.stdout.write(`${finding.well ? 'ok   ' : 'WRONG'} ${finding.what}: ${finding.says}\n`)
      }
      const wrong = findings.filter(({ well }) => !well)
      if (wrong.length > 0)
        throw new Error(
          `${wrong.length} of ${findings.length} checks failed: ${wrong.map((f) => f.what).join(', ')}.`,
        )
    })
}

async function* examine(project: string): AsyncGenerator<Finding> {
  yield { what: 'node', well: true, says: process.version }
  const settings = readSettings(project)
  yield await findingOf('data folder', () => {
    prepareData(settings.data)
    return settings.data
  })
  yield await findingOf('secrets', () => checkSecrets(settings.data))
  yield await findingOf('snapshots', () => checkSnapshots(settings.data))
  yield await findingOf('build', () => checkBuild(project))
  const database = await openForCommand(settings, { migrate: false }).catch((error: Error) => error)
  if (database instanceof Error) {
    yield { what: 'database', well: false, says: database.message }
    return
  }
  try {
    const server = otherUsers(settings.data).find(({ kind }) => kind !== 'command')
    yield {
      what: 'server',
      well: true,
      says: server ? `process ${server.pid}, ${server.address}` : 'not running',
    }
    yield await findingOf('database', () => checkDatabase(database.url, database.embedded))
    yield await findingOf('migrations', () => checkMigrations(database.url))
  } finally {
    await database.close()
  }
}
