/**
 * What each feature family costs per text, on made-up answers of 120 words, and on hostile texts of 1 MiB.
 * Run with `npx tsx bench/features.bench.ts`.
 */
import { computeFeatures } from '@/lib/features/compute'
import { HOSTILE_TEXTS } from '@/lib/features/hostile-texts'
import { detectLanguage } from '@/lib/features/language'
import { PreparedText } from '@/lib/features/prepare'
import { FEATURES } from '@/lib/features/registry'
import { countTokens } from '@/lib/features/tokenizer'
import { sampleAnswers } from './sample-answers'

const BATCH = 200
const ROUNDS = 40

const batches = Array.from({ length: 10 }, () => BATCH)
const answers = sampleAnswers(BATCH * batches.length)

const prepare = (text: string) => new PreparedText(text, countTokens)

/**
 * Microseconds per answer: the sum over batches of each batch's best round, so that what else runs on the machine
 * is left out. What `setUp` makes of a batch is not timed.
 */
function cost<T>(setUp: (texts: string[]) => T[], work: (item: T) => unknown): number {
  const best = batches.map(() => Number.POSITIVE_INFINITY)
  for (let round = 0; round < ROUNDS; round++) {
    for (let batch = 0; batch < batches.length; batch++) {
      const items = setUp(answers.slice(batch * BATCH, (batch + 1) * BATCH))
      const start = performance.now()
      for (const item of items) work(item)
      best[batch] = Math.min(best[batch] as number, performance.now() - start)
    }
  }
  return (best.reduce((sum, time) => sum + time, 0) * 1_000) / answers.length
}

/** Cost of some features on freshly prepared texts, whose shared measures are not known yet. */
function featureCost(includes: (key: string, group: string) => boolean): number {
  const features = FEATURES.filter(({ key, group }) => includes(key, group))
  return cost(
    (texts) => texts.map(prepare),
    (text) => {
      for (const feature of features) feature.compute(text)
    },
  )
}

const alone = ['tokens', 'readability', 'variety']
const isArena = (key: string) => key.startsWith('arena_')

const rows: [string, number][] = [
  ['prepare (normalise, code, words)', cost((texts) => texts, prepare)],
  [
    'language',
    cost(
      (texts) => texts.map(prepare),
      (text) => detectLanguage(text.words),
    ),
  ],
  ...alone.map((name): [string, number] => [name, featureCost((key) => key === name)]),
  ['length, the other five', featureCost((key, group) => group === 'length' && !alone.includes(key))],
  ['structure', featureCost((key, group) => group === 'structure' && !isArena(key))],
  ['confidence', featureCost((_, group) => group === 'confidence')],
  ['arena', featureCost(isArena)],
  ['all: computeFeatures', cost((texts) => texts, computeFeatures)],
]
const all = rows.at(-1)?.[1] ?? 0

const print = (...cells: string[]) =>
  console.log(cells.map((cell, column) => (column === 0 ? cell.padEnd(36) : cell.padStart(12))).join(''))

const words = answers.reduce((sum, text) => sum + prepare(text).words.length, 0) / answers.length
print(`${answers.length} answers of ${words.toFixed(0)} words`, 'µs per text')
for (const [name, microseconds] of rows) print(name, microseconds.toFixed(1))
print('texts per second on one core', Math.round(1e6 / all).toLocaleString('en'))

console.log()
print('hostile text, all features', '256 KiB, ms', '1 MiB, ms', 'ratio')
for (const [name, make] of Object.entries(HOSTILE_TEXTS)) {
  const [small, large] = [2 ** 18, 2 ** 20].map((bytes) => {
    const text = make(bytes)
    const times = [1, 2, 3].map(() => {
      const start = performance.now()
      computeFeatures(text)
      return performance.now() - start
    })
    return Math.min(...times)
  }) as [number, number]
  print(name, small.toFixed(0), large.toFixed(0), (large / small).toFixed(1))
}
