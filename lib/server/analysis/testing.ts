import type { Seed, SeedOutput, SeedRating, SeedScore, SeedVerified } from '@/lib/server/snapshot/testing'

/** A small generator of numbers 0…1 that gives the same ones every time (Lehmer, modulus 2³¹ − 1). */
export function dice(seed = 1): () => number {
  let state = seed
  return () => {
    state = (state * 48_271) % 2_147_483_647
    return state / 2_147_483_647
  }
}

export const FAMILIES: Record<string, string> = {
  'gpt-4o': 'gpt',
  'gpt-3': 'gpt',
  claude: 'claude',
  mistral: 'mistral',
}
const MODELS = Object.keys(FAMILIES)

export type MadeUp = Seed & {
  outputs: SeedOutput[]
  scores: SeedScore[]
  ratings: SeedRating[]
  verified: SeedVerified[]
}

/**
 * An audit of made-up numbers with everything that can be missing missing somewhere: scores, ratings, labels, features;
 * several judges and samples an output, two groups of raters, extra and practice ratings, two criteria.
 */
export function madeUpAudit({ prompts = 40, seed = 7 } = {}): MadeUp {
  const roll = dice(seed)
  const pick = <T>(values: readonly T[]): T => values[Math.floor(roll() * values.length)]!
  const fifth = () => Math.floor(roll() * 5) / 4
  const audit: MadeUp = {
    families: FAMILIES,
    criteria: [
      { key: 'quality', min: 1, max: 5 },
      { key: 'accuracy', min: 0, max: 1 },
    ],
    outputs: [],
    scores: [],
    ratings: [],
    verified: [],
  }
  for (let p = 0; p < prompts; p += 1)
    for (let k = 0; k < 1 + Math.floor(roll() * 5); k += 1) {
      const output = `o${p}-${k}`
      const model = pick(MODELS)
      const words = Math.floor(20 + 400 * roll() ** 2)
      audit.outputs.push({
        output,
        prompt: `p${p}`,
        model,
        tags: roll() < 0.3 ? ['hard'] : roll() < 0.3 ? ['hard', 'odd'] : [],
        features: {
          words,
          headers: Math.floor(3 * roll() ** 3),
          hedge_rate: roll() < 0.1 ? null : 9 * roll(),
        },
      })
      if (roll() < 0.9)
        for (const sample of roll() < 0.2 ? ['0', '1', '2'] : ['0'])
          audit.scores.push({ output, judge: model, unit: fifth(), sample })
      for (const judge of MODELS.filter((one) => one !== model && roll() < 0.6))
        audit.scores.push({ output, judge, unit: Math.round(roll() * 100) / 100 })
      audit.scores.push({ output, signal: 'metric:rouge', unit: roll() })
      if (roll() < 0.5) audit.scores.push({ output, judge: model, unit: fifth(), criterion: 'accuracy' })
      const raters = Math.floor(roll() * 5)
      for (let r = 0; r < raters; r += 1) {
        const rater = `r${(p + 3 * r) % 7}`
        if (audit.ratings.some((one) => one.output === output && one.rater === rater)) continue
        const source = rater < 'r3' ? 'import' : 'session'
        const group = rater < 'r2' ? 'expert' : rater < 'r5' ? 'crowd' : null
        audit.ratings.push({ output, rater, unit: fifth(), source, group })
        if (source === 'session' && roll() < 0.1)
          audit.ratings.push({
            output,
            rater,
            unit: fifth(),
            source,
            group,
            purpose: pick(['extra', 'practice', 'adjudication']),
          })
      }
      if (roll() < 0.4) audit.verified.push({ output, unit: pick([0, 1]) })
    }
  return audit
}

/** An output's numbers, worked out plainly. */
export type PlainRow = {
  output: string
  prompt: string
  model: string
  proxy: number | null
  goal: number | null
  humanN: number
  ratings: SeedRating[]
}

type Plain = {
  criterion?: string
  /** Which scores make up the proxy. */
  proxy: (score: SeedScore, output: SeedOutput) => boolean
  goal?: 'human' | 'verified'
  groups?: string[]
  keep?: (output: SeedOutput) => boolean
}

/** What the snapshot and SQL should come to: every output with its proxy and goal, by plain loops over the same rows. */
export function plainRows(
  audit: MadeUp,
  { criterion = 'quality', goal = 'human', ...question }: Plain,
): PlainRow[] {
  const first = audit.criteria?.[0]?.key
  const ofCriterion = (row: { criterion?: string; output: string }, output: string) =>
    row.output === output && (row.criterion ?? first) === criterion
  return audit.outputs.filter(question.keep ?? (() => true)).map((output) => {
    const scores = audit.scores.filter((s) => ofCriterion(s, output.output) && question.proxy(s, output))
    const byJudge = Object.values(grouped(scores, ({ judge }) => judge ?? ''))
    const ratings = audit.ratings.filter(
      (r) =>
        ofCriterion(r, output.output) &&
        ['main', 'extra', 'adjudication'].includes(r.purpose ?? 'main') &&
        (!question.groups || question.groups.includes(r.group ?? '')),
    )
    const byRater = Object.values(grouped(ratings, ({ rater }) => rater))
    const label = audit.verified.find((v) => ofCriterion(v, output.output))
    const human = meanOf(byRater.map((own) => meanOf(own.map(({ unit }) => unit))!))
    return {
      output: output.output,
      prompt: output.prompt,
      model: output.model,
      proxy: meanOf(byJudge.map((own) => meanOf(own.map(({ unit }) => unit))!)),
      goal: goal === 'human' ? human : (label?.unit ?? null),
      humanN: byRater.length,
      ratings,
    }
  })
}

export function meanOf(values: number[]): number | null {
  return values.length === 0 ? null : values.reduce((total, value) => total + value, 0) / values.length
}

export function grouped<T>(values: T[], name: (value: T) => string): Record<string, T[]> {
  const groups: Record<string, T[]> = {}
  for (const value of values) {
    groups[name(value)] ??= []
    groups[name(value)]!.push(value)
  }
  return groups
}

/** Mean of rows in clusters with its CR0 standard error, from the definition. */
export function plainMean(rows: { prompt: string; value: number }[]): { mean: number; cr0: number } {
  const mean = meanOf(rows.map(({ value }) => value))!
  const scores = Object.values(grouped(rows, ({ prompt }) => prompt)).map((own) =>
    own.reduce((total, { value }) => total + value - mean, 0),
  )
  return { mean, cr0: Math.sqrt(scores.reduce((total, score) => total + score ** 2, 0)) / rows.length }
}
