// @ts-check
/** `npm test`: sets up what is missing, runs every kind of test on a database of its own, and counts. */
import { fileURLToPath } from 'node:url'
import { endChildren } from '../start/children.mjs'
import { generateClient } from '../start/generate.mjs'
import { installPackages } from '../start/install.mjs'
import { Stop, say, sayWhy, seconds } from '../start/say.mjs'
import { Interrupted, Signals } from '../start/signals.mjs'
import { add, NOTHING, sentence } from './counts.mjs'
import { STAGES } from './stages.mjs'

/** @typedef {import('./counts.mjs').Counts} Counts */

const PROJECT = fileURLToPath(new URL('../..', import.meta.url))

/**
 * @param {string[]} words names of stages, for these alone; other words choose test files in them
 * @returns {Promise<never>}
 */
export async function runTests(words) {
  const signals = new Signals()
  const names = Object.keys(STAGES)
  const chosen = names.filter((name) => words.includes(name))
  const stages = chosen.length > 0 ? chosen : names
  const filters = words.filter((word) => !names.includes(word))
  /** @type {{ end: () => Promise<void> } | null} */
  let database = null
  let total = NOTHING
  try {
    if (chosen.length === 0 && filters.length > 0)
      throw new Stop(
        `npm test takes names of stages: ${names.join(', ')}; what follows them chooses test files.`,
      )
    await signals.unlessStopped(() => installPackages(PROJECT))
    await signals.unlessStopped(() => generateClient(PROJECT))
    if (stages.some((name) => STAGES[name]?.needsDatabase))
      database = await signals.unlessStopped(startDatabase, (started) => {
        database = started
      })
    for (const name of stages) {
      const counts = await signals.unlessStopped(() => runStage(name, filters))
      total = add(total, counts)
    }
  } catch (error) {
    if (!(error instanceof Interrupted)) {
      sayWhy(error)
      total = add(total, { ...NOTHING, failed: 1 })
    }
  } finally {
    endChildren()
    await database?.end()
  }
  if (signals.received) process.exit(signals.exitCode)
  say(sentence(total))
  process.exit(total.failed > 0 ? 1 : 0)
}

async function startDatabase() {
  const { throwawayDatabase } = await import('./throwaway.mjs')
  const database = await throwawayDatabase()
  process.env.PLUMBLINE_TEST_DATABASE_URL = database.url
  return database
}

/**
 * @param {string} name
 * @param {string[]} filters
 * @returns {Promise<Counts>}
 */
async function runStage(name, filters) {
  const stage = STAGES[name]
  if (!stage) throw new Stop(`There is no stage ${name}.`)
  say(`── ${name}`)
  const started = performance.now()
  const counts = await stage.run(PROJECT, filters).catch((error) => {
    sayWhy(error)
    return { ...NOTHING, failed: 1 }
  })
  say(`── ${name}: ${sentence(counts)} (${seconds(performance.now() - started)})`)
  return counts
}
