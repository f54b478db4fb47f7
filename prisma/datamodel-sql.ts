import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { PrismaPg } from '@prisma/adapter-pg'
import * as engine from '@prisma/schema-engine-wasm/schema_engine_bg'

const SCHEMA = fileURLToPath(new URL('schema.prisma', import.meta.url))

/**
 * The SQL that Prisma would write for schema.prisma on an empty database. Its engine runs as WebAssembly, so that nothing
 * is downloaded; the database of `url` is not touched.
 */
export async function datamodelSql(url: string): Promise<string> {
  await startEngine()
  const { bindMigrationAwareSqlAdapterFactory } = createRequire(
    createRequire(import.meta.url).resolve('@prisma/adapter-pg'),
  )('@prisma/driver-adapter-utils')
  const content = await readFile(SCHEMA, 'utf8')
  const adapter = bindMigrationAwareSqlAdapterFactory(new PrismaPg({ connectionString: url }))
  const schemaEngine = await engine.SchemaEngine.new(
    { datamodels: [['schema.prisma', content]] },
    () => {},
    adapter,
  )
  const { stdout } = await schemaEngine.diff({
    from: { tag: 'empty' },
    to: { tag: 'schemaDatamodel', files: [{ path: 'schema.prisma', content }] },
    script: true,
    exitCode: null,
    filters: { externalTables: [], externalEnums: [] },
  })
  if (!stdout) throw new Error('The engine wrote no SQL for schema.prisma')
  return stdout
}

/** The package's own entry wants a bundler to load the WebAssembly; this is what that would do. */
async function startEngine(): Promise<void> {
  const folder = join(createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm'), '..')
  const bytes = await readFile(join(folder, 'schema_engine_bg.wasm'))
  const { instance } = await WebAssembly.instantiate(bytes, { './schema_engine_bg.js': engine as never })
  const { __wbg_set_wasm } = engine as unknown as { __wbg_set_wasm: (exports: unknown) => void }
  __wbg_set_wasm(instance.exports)
  const { __wbindgen_start } = instance.exports as { __wbindgen_start: () => void }
  __wbindgen_start()
}
