import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const PROJECT = fileURLToPath(new URL('..', import.meta.url))
const FOLDERS = new Set(['app', 'bench', 'components', 'docs', 'e2e', 'lib', 'prisma', 'public', 'scripts'])
const DOCUMENTS = [
  'README.md',
  'ARCHITECTURE.md',
  ...readdirSync(join(PROJECT, 'docs'), { recursive: true, encoding: 'utf8' })
    .map((name) => `docs/${name.replaceAll('\\', '/')}`)
    .filter((path) => path.endsWith('.md')),
]

test.each(DOCUMENTS)('every path that %s cites exists', (document) => {
  const text = readFileSync(join(PROJECT, document), 'utf8')
  const cited = [...linked(text, document), ...named(text)]
  expect(cited.filter((path) => !existsSync(join(PROJECT, path)))).toEqual([])
})

test('paths are found in links and in code', () => {
  const text =
    'See [it](../lib/domain/audit.ts#words), ![](https://example.org/x.png), `lib/gone.ts`, `proxy.ts` and `npm start`.'
  expect(linked(text, 'docs/x.md')).toEqual(['lib/domain/audit.ts'])
  expect(named(text)).toEqual(['lib/gone.ts', 'proxy.ts'])
})

/** Targets of links and pictures, which are relative to their document. */
function linked(text: string, document: string): string[] {
  return [...text.matchAll(/\]\(([^)\s#]+)[^)]*\)/g)]
    .map((match) => match[1] ?? '')
    .filter((target) => !/^[a-z]+:/.test(target))
    .map((target) => join(dirname(document), target))
}

/** What stands as code and is in one of the project's folders, or is a source beside them. */
function named(text: string): string[] {
  return [...text.matchAll(/`([^`\s]+)`/g)]
    .map((match) => match[1] ?? '')
    .filter(
      (path) =>
        /^[\w-]+\.(ts|mjs)$/.test(path) || (path.includes('/') && FOLDERS.has(path.split('/')[0] ?? '')),
    )
}
