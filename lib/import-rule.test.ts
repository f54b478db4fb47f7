import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

/**
 * Who may import whom:
 *
 *     app → components → lib (pure)
 *     app, scripts → lib/server → lib (pure)
 */
const PROJECT = fileURLToPath(new URL('..', import.meta.url))
const FOLDERS = ['app', 'components', 'lib', 'scripts', 'prisma', 'e2e', 'bench']

type Rule = { who: RegExp; mayImport: RegExp; packages?: RegExp }

/** The first rule that fits a file holds for it. A path that nothing allows is forbidden. */
const RULES: Rule[] = [
  { who: /^lib\/stats\//, mayImport: /^lib\/stats\//, packages: /^ml-matrix$/ },
  {
    who: /^lib\/(domain|features)\//,
    mayImport: /^lib\/(domain|features|stats)\//,
    packages: /^(zod|eld|gpt-tokenizer|ml-matrix|@asteasolutions\/zod-to-openapi)(\/|$)/,
  },
  { who: /^lib\/blinding\//, mayImport: /^lib\/(blinding|domain)\// },
  { who: /^lib\/server\//, mayImport: /^(lib\/|prisma\/generated\/)/ },
  { who: /^components\//, mayImport: /^(components|lib\/(blinding|domain|features|stats))\// },
  { who: /^app\//, mayImport: /^(app|components|lib)\// },
  { who: /^scripts\//, mayImport: /^(scripts|lib|prisma)\// },
  { who: /^prisma\//, mayImport: /^(prisma|lib)\// },
  { who: /^e2e\//, mayImport: /^(e2e|lib|scripts)\// },
  { who: /^bench\//, mayImport: /^(bench|lib|scripts|prisma)\// },
]
/** Server code that is not in lib/server would run in the browser, or nowhere. */
const SERVER_ONLY = /^(pg|pg-.*|@prisma\/.*|@duckdb\/.*|next-auth|@node-rs\/.*)(\/|$)/
/** The one route that next-auth answers itself. */
const NEXT_AUTHS_OWN = /^app\/api\/auth\//
/** Tests may reach for more: fixtures, the app's own handlers. */
const TEST = /\.(test|bench)\.tsx?$|testing\.tsx?$/

const files = FOLDERS.flatMap((folder) => filesBelow(folder)).filter(
  (path) => !path.startsWith('prisma/generated/'),
)

test('each file imports only what its folder may', () => {
  expect(files.length).toBeGreaterThan(50)
  expect(files.filter((path) => !TEST.test(path)).flatMap(offences)).toEqual([])
})

test('only lib/server and what runs on its own reads the environment', () => {
  const readers = files.filter((path) => /process\.env/.test(textOf(path)))
  expect(
    readers.filter((path) => /^(app|components|lib\/(?!server\/))/.test(path) && !TEST.test(path)),
  ).toEqual([])
})

test('nothing is gathered in an index file', () => {
  expect(files.filter((path) => /(^|\/)index\.[cm]?[jt]sx?$/.test(path))).toEqual([])
})

function offences(path: string): string[] {
  const rule = RULES.find(({ who }) => who.test(path))
  if (!rule) return []
  return importsOf(path).flatMap((name) => {
    const target = targetOf(path, name)
    if (target !== null) return rule.mayImport.test(target) ? [] : [`${path} imports ${target}`]
    const pure = /^lib\/(blinding|domain|features|stats)\//.test(path)
    if (pure && !rule.packages?.test(name)) return [`${path} imports ${name}`]
    const outside = /^(app|components)\//.test(path) && !NEXT_AUTHS_OWN.test(path)
    const notItsSession =
      path.startsWith('lib/server/') && !path.startsWith('lib/server/auth/') && /^next-auth/.test(name)
    return (outside && SERVER_ONLY.test(name)) || notItsSession ? [`${path} imports ${name}`] : []
  })
}

/** The path in the project that an import names; null for a package. */
function targetOf(path: string, name: string): string | null {
  if (name.startsWith('@/')) return name.slice(2)
  if (name.startsWith('.')) return normalize(join(dirname(path), name)).replaceAll('\\', '/')
  return null
}

function importsOf(path: string): string[] {
  const found = textOf(path).matchAll(/(?:from|import)\s*\(?\s*['"]([^'"]+)['"]/g)
  return [...found].map((match) => match[1] ?? '')
}

function filesBelow(folder: string): string[] {
  try {
    return readdirSync(join(PROJECT, folder), { recursive: true, encoding: 'utf8' })
      .map((name) => `${folder}/${name.replaceAll('\\', '/')}`)
      .filter((path) => /\.[cm]?[jt]sx?$/.test(path))
      .sort()
  } catch {
    return []
  }
}

function textOf(path: string): string {
  return readFileSync(join(PROJECT, path), 'utf8')
}
