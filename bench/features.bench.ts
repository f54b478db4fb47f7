import { computeFeatures } from '@/lib/features/compute'
import { HOSTILE_TEXTS } from '@/lib/features/hostile-texts'
import { detectLanguage } from '@/lib/features/language'
import { PreparedText } from '@/lib/features/prepare'
import { FEATURES } from '@/lib/features/registry'
import { countTokens } from '@/lib/features/tokenizer'
import type { Figure } from './figure'
import { sampleAnswers } from './sample-answers'

const BATCH = 200
const ROUNDS = 40

const batches = Array.from({ length: 10 }, () => BATCH)
const answers = sampleAnswers(BATCH * batches.length)

const prepare = (text: string) => new PreparedText(text, countTokens)
const prepareAll = (texts: string[]) => texts.map(prepare)

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
  return cost(prepareAll, (text) => {
    for (const feature of features) feature.compute(text)
  })
}

const ALONE = ['tokens', 'readability', 'variety']
const isArena = (key: string) => key.startsWith('arena_')

/** Each family of features, and all of them as an import computes them. */
export async function measure(): Promise<Figure[]> {
  const families: [string, number][] = [
    ['prepare (normalise, code, words)', cost((texts) => texts, prepare)],
    ['language', cost(prepareAll, (text) => detectLanguage(text.words))],
    ...ALONE.map((name): [string, number] => [name, featureCost((key) => key === name)]),
    ['length, the other five', featureCost((key, group) => group === 'length' && !ALONE.includes(key))],
    ['structure', featureCost((key, group) => group === 'structure' && !isArena(key))],
    ['confidence', featureCost((_, group) => group === 'confidence')],
    ['arena', featureCost(isArena)],
  ]
  const words = answers.reduce((sum, text) => sum + prepare(text).words.length, 0) / answers.length
  return [
    ...families.map(([name, value]): Figure => ({ what: `features: ${name}`, value, unit: 'µs' })),
    {
      what: `features: all, a text of ${words.toFixed(0)} words`,
      value: cost((texts) => texts, computeFeatures),
      unit: 'µs',
      target: 60,
    },
    ...hostileFigures(),
  ]
}

/** The slowest hostile text of 1 MiB, and the one whose time grows most from a quarter of that: 4 is linear. */
function hostileFigures(): Figure[] {
  const timed = Object.entries(HOSTILE_TEXTS).map(([name, make]) => {
    const quarter = bestTime(make(2 ** 18))
    const whole = bestTime(make(2 ** 20))
    return { name, whole, growth: whole / quarter }
  })
  const slowest = timed.reduce((a, b) => (b.whole > a.whole ? b : a))
  const steepest = timed.reduce((a, b) => (b.growth > a.growth ? b : a))
  return [
    { what: `features: slowest MiB (${slowest.name})`, value: slowest.whole, unit: 'ms', target: 2_000 },
    {
      what: `features: steepest, 256 KiB to 1 MiB (${steepest.name})`,
      value: steepest.growth,
      unit: '×',
      target: 8,
    },
  ]
}

/** Milliseconds for all features of a text, the best of five. */
function bestTime(text: string): number {
  const times = [1, 2, 3, 4, 5].map(() => {
    const start = performance.now()
    computeFeatures(text)
    return performance.now() - start
  })
  return Math.min(...times)
}
