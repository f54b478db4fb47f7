// @ts-check
/** Prisma's client, generated again when the schema has changed. */
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { runQuietly } from './children.mjs'
import { step } from './say.mjs'

/** @param {string} project */
export async function generateClient(project) {
  const schema = join(project, 'prisma', 'schema.prisma')
  const prisma = join(project, 'node_modules', 'prisma')
  const client = join(project, 'prisma', 'generated', 'client.ts')
  const note = join(project, 'prisma', 'generated', '.made-from')
  const hash = createHash('sha256')
    .update(readFileSync(schema))
    .update(readFileSync(join(prisma, 'package.json')))
    .digest('hex')
  if (existsSync(client) && existsSync(note) && readFileSync(note, 'utf8') === hash) return
  await step('Generating the database client', () =>
    runQuietly('prisma generate', process.execPath, [join(prisma, 'build', 'index.js'), 'generate'], {
      cwd: project,
      // Prisma would download an engine that `generate` never runs: any file will do in its place.
      env: { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, PRISMA_HIDE_UPDATE_MESSAGE: '1' },
    }),
  )
  writeFileSync(note, hash)
}
