// @ts-check
/** Prisma's client, generated again when the schema has changed. */
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { runQuietly } from './children.mjs'
import { step } from './say.mjs'

/**
 * Generates the client, where it is not up to date.
 * @param {string} project
 */
export async function generateClient(project) {
  if (clientIsCurrent(project)) return
  await step('Generating the database client', () =>
    runQuietly(
      'prisma generate',
      process.execPath,
      [join(prismaOf(project), 'build', 'index.js'), 'generate'],
      {
        cwd: project,
        // Prisma would download an engine that `generate` never runs: any file will do in its place.
        env: {
          ...process.env,
          PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
          PRISMA_HIDE_UPDATE_MESSAGE: '1',
        },
      },
    ),
  )
  writeFileSync(noteOf(project), schemaHash(project))
}

/** @param {string} project */
export function clientIsCurrent(project) {
  const client = join(project, 'prisma', 'generated', 'client.ts')
  const note = noteOf(project)
  return existsSync(client) && existsSync(note) && readFileSync(note, 'utf8') === schemaHash(project)
}

/** @param {string} project */
function schemaHash(project) {
  return createHash('sha256')
    .update(readFileSync(join(project, 'prisma', 'schema.prisma')))
    .update(readFileSync(join(prismaOf(project), 'package.json')))
    .digest('hex')
}

/** @param {string} project */
const prismaOf = (project) => join(project, 'node_modules', 'prisma')

/** @param {string} project */
const noteOf = (project) => join(project, 'prisma', 'generated', '.made-from')
