import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { withParams } from '@/lib/server/auth/testing'
import { GET } from './route'

type Operation = {
  parameters?: { name: string; in: string }[]
  requestBody?: { content: Record<string, { schema: unknown }> }
  responses: Record<string, { content?: Record<string, { schema: unknown }> }>
  security?: unknown[]
}
type Document = {
  paths: Record<string, Record<string, Operation>>
  components: { schemas: Record<string, unknown> }
}

const api = fileURLToPath(new URL('../../v1', import.meta.url))

async function description(): Promise<{ document: Document; text: string }> {
  const text = await (await GET(new Request('http://localhost/api/v1/openapi.json'), withParams())).text()
  return { document: JSON.parse(text), text }
}

/** Routes that are not for being called: the description itself, and what answers to misspelt addresses. */
const OF_NO_CALL = ['openapi.json/route.ts', '[...rest]/route.ts']

/** What the routes' files answer to, as `get /api/v1/…`. */
function served(): string[] {
  const files = readdirSync(api, { recursive: true, encoding: 'utf8' }).map((file) =>
    file.replaceAll('\\', '/'),
  )
  return files
    .filter((file) => file.endsWith('/route.ts') && !OF_NO_CALL.includes(file))
    .flatMap((file) => {
      const path = `/api/v1/${file.slice(0, -'/route.ts'.length)}`.replace(/\[(\w+)\]/g, '{$1}')
      const methods = readFileSync(`${api}/${file}`, 'utf8').matchAll(
        /^export const (GET|POST|PUT|PATCH|DELETE)\b/gm,
      )
      return [...methods].map(([, method = '']) => `${method.toLowerCase()} ${path}`)
    })
}

const calls = ({ paths }: Document) =>
  Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ call: `${method} ${path}`, path, operation })),
  )

it('describes every call that is served', async () => {
  const { document } = await description()
  expect(calls(document).map(({ call }) => call)).toEqual(expect.arrayContaining(served()))
})

it('holds together: references lead somewhere, paths have their parameters, errors their form', async () => {
  const { document, text } = await description()
  for (const [, name = ''] of text.matchAll(/"#\/components\/schemas\/(\w+)"/g))
    expect(document.components.schemas).toHaveProperty(name)
  for (const { path, operation } of calls(document)) {
    const named = (operation.parameters ?? []).filter((p) => p.in === 'path').map((p) => p.name)
    expect(named.sort()).toEqual([...path.matchAll(/{(\w+)}/g)].map(([, name]) => name).sort())
    expect(operation.security).toEqual([{ token: [] }])
    expect(Object.keys(operation.responses)).toEqual(expect.arrayContaining(['401', '403', '503']))
  }
})

it('says of what is sent the same as the check of it does', async () => {
  const { document } = await description()
  expect(document.components.schemas.AuditInput).toMatchObject({
    required: ['name', 'intent', 'criteria', 'kind'],
    additionalProperties: false,
    properties: { ratings_per_output: { type: 'integer', minimum: 1, maximum: 100, default: 3 } },
  })
  const lines = document.paths['/api/v1/audits/{slug}/outputs']?.post?.requestBody?.content
  expect(lines?.['application/x-ndjson']?.schema).toEqual({ $ref: '#/components/schemas/OutputRecord' })
})
