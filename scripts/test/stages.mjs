// @ts-check
/** The kinds of tests, in the order in which they run: the quickest to fail comes first. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildApp } from '../start/build.mjs'
import { runAloud, runQuietly } from '../start/children.mjs'
import { one, playwrightCounts, vitestCounts } from './counts.mjs'

/** @typedef {import('./counts.mjs').Counts} Counts */
/** @typedef {{ needsDatabase?: boolean, run: (project: string, filters: string[]) => Promise<Counts> }} Stage */

const node = process.execPath
const NOT_OURS = /^(NODE_ENV|NODE_OPTIONS|DATABASE_URL|NEXTAUTH_.*|PORT|HOST|PLUMBLINE_.*)$/
const OURS = ['PLUMBLINE_TEST_DATABASE_URL', 'PLUMBLINE_BROWSER', 'PLUMBLINE_SHOTS']

/** @type {Record<string, Stage>} */
export const STAGES = {
  lint: {
    run: async (project) =>
      one(await runAloud('biome', node, [biome(project), 'check', '.'], inside(project))),
  },
  types: {
    async run(project) {
      // A fresh clone lacks the types that Next makes of the routes.
      await runQuietly('next typegen', node, [next(project), 'typegen'], inside(project))
      return one(await runAloud('tsc', node, [tsc(project), '--noEmit'], inside(project)))
    },
  },
  unit: { run: (project, filters) => vitest(project, 'unit', filters) },
  integration: { needsDatabase: true, run: (project, filters) => vitest(project, 'integration', filters) },
  build: {
    async run(project) {
      await buildApp(project)
      return one(0)
    },
  },
  e2e: { needsDatabase: true, run: playwright },
}

/**
 * @param {string} project
 * @param {string} kind
 * @param {string[]} filters
 */
function vitest(project, kind, filters) {
  return withReport(async (report) => {
    const cli = join(project, 'node_modules', 'vitest', 'vitest.mjs')
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile=${report}`]
    const options = ['run', '--project', kind, '--passWithNoTests', ...reporters, ...filters]
    return vitestCounts(report, await runAloud('vitest', node, [cli, ...options], inside(project)))
  })
}

/**
 * @param {string} project
 * @param {string[]} filters
 */
function playwright(project, filters) {
  return withReport(async (report) => {
    const cli = join(project, 'node_modules', '@playwright', 'test', 'cli.js')
    const options = ['test', '--config=e2e', '--pass-with-no-tests', '--reporter=list,json', ...filters]
    const { env, ...rest } = inside(project)
    const context = { ...rest, env: { ...env, PLAYWRIGHT_JSON_OUTPUT_FILE: report } }
    return playwrightCounts(report, await runAloud('playwright', node, [cli, ...options], context))
  })
}

/**
 * @param {(path: string) => Promise<Counts>} run
 * @returns {Promise<Counts>}
 */
async function withReport(run) {
  const folder = mkdtempSync(join(tmpdir(), 'plumbline-report-'))
  try {
    return await run(join(folder, 'report.json'))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/**
 * What npm, a CI or a person has set for other programs must not change what the tests find.
 * @param {string} project
 */
function inside(project) {
  const kept = Object.entries(process.env).filter(([name]) => OURS.includes(name) || !NOT_OURS.test(name))
  const env = /** @type {NodeJS.ProcessEnv} */ (Object.fromEntries(kept))
  return { cwd: project, env: { ...env, NEXT_TELEMETRY_DISABLED: '1' } }
}

/** @param {string} project */
const biome = (project) => join(project, 'node_modules', '@biomejs', 'biome', 'bin', 'biome')

/** @param {string} project */
const tsc = (project) => join(project, 'node_modules', 'typescript', 'bin', 'tsc')

/** @param {string} project */
const next = (project) => join(project, 'node_modules', 'next', 'dist', 'bin', 'next')
