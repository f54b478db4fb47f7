import type { HumanRatingRecord, ModelRatingRecord, OutputRecord } from '@/lib/domain/records'
import { computeFeatures } from '@/lib/features/compute'
import { FEATURES } from '@/lib/features/registry'
import { transformFeature } from '@/lib/features/transform'
import { type Random, seededRandom } from './random'
import { writeAnswer } from './style'
import { readTopics } from './topics'
import {
  type DemoModel,
  EXPERTS,
  FAMILY_BONUS,
  GOAL_EFFECTS,
  MODELS,
  PEER_SHARE,
  SELF_EFFECTS,
  SEVERITIES,
} from './truth'

type DemoOutput = { record: OutputRecord; model: DemoModel; goal: number; sway: number }

export type Demo = {
  outputs: OutputRecord[]
  modelRatings: ModelRatingRecord[]
  humanRatings: HumanRatingRecord[]
  /** What is true of each output, by its id: the expectation of its human ratings, and by how much its own exceeds it. */
  truth: Map<string, { goal: number; inflation: number }>
}

/** The features that sway anyone. */
export const PLANTED = Object.keys({ ...SELF_EFFECTS, ...GOAL_EFFECTS })

/** Added to the id of an answer that nobody has judged. */
const UNJUDGED = '-b'

const SELF_STEPS = 9
const HUMAN_STEPS = 4

/** The demo audit: prompts `from`…`to` of the topics × every model, the same for the same seed. */
export function generateDemo(seed: number, from: number, to: number, criterion = 'helpfulness'): Demo {
  const random = seededRandom(seed)
  const outputs = writeOutputs(random, from, to)
  return {
    outputs: outputs.map((output) => output.record),
    modelRatings: outputs.flatMap((output) =>
      MODELS.map((judge) => rateByModel(output, judge, criterion, random)),
    ),
    humanRatings: outputs.flatMap((output) => rateByPeople(output, criterion, random)),
    truth: truthOf(outputs),
  }
}

/**
 * A second answer of every model to the same prompts, which models have rated and people have not: what a report can say
 * of it, it says by the scores.
 */
export function generateUnjudged(
  seed: number,
  from: number,
  to: number,
  criterion = 'helpfulness',
): Omit<Demo, 'humanRatings'> {
  const random = seededRandom(seed)
  const outputs = writeOutputs(random, from, to, UNJUDGED)
  return {
    outputs: outputs.map((output) => output.record),
    modelRatings: outputs.flatMap((output) =>
      MODELS.map((judge) => rateByModel(output, judge, criterion, random)),
    ),
    truth: truthOf(outputs),
  }
}

function truthOf(outputs: readonly DemoOutput[]): Demo['truth'] {
  return new Map(
    outputs.map(({ record, model, goal, sway }) => [
      record.output_id,
      { goal, inflation: model.inflation + sway },
    ]),
  )
}

function writeOutputs(random: Random, from: number, to: number, suffix = ''): DemoOutput[] {
  const drafts = readTopics()
    .slice(from, to)
    .flatMap((topic, i) => {
      const ease = random.spread(0.08)
      return MODELS.map((model) => {
        const id = String(from + i + 1).padStart(2, '0')
        const record: OutputRecord = {
          output_id: `q${id}-${model.name}${suffix}`,
          prompt_id: `q${id}`,
          prompt: topic.question,
          model: model.name,
          family: model.family,
          text: writeAnswer(topic, model.style, random),
          tags: [topic.question.startsWith('How') ? 'how-to' : 'explanation'],
        }
        return { record, model, quality: model.quality + ease + random.spread(0.08) }
      })
    })
  const z = standardise(drafts.map((draft) => draft.record.text))
  return drafts.map(({ record, model, quality }, i) => ({
    record,
    model,
    goal: quality + weigh(GOAL_EFFECTS, z[i]!),
    sway: weigh(SELF_EFFECTS, z[i]!),
  }))
}

/** The planted features of each text, transformed and as standard scores over all texts. */
export function standardise(texts: readonly string[]): Record<string, number>[] {
  const rows = texts.map((text) => computeFeatures(text).values)
  const columns = PLANTED.map((key) => {
    const at = FEATURES.findIndex((feature) => feature.key === key)
    const x = rows.map((values) => transformFeature(FEATURES[at]!, values[at]!) ?? 0)
    const mean = x.reduce((sum, v) => sum + v, 0) / x.length
    const sd = Math.sqrt(x.reduce((sum, v) => sum + (v - mean) ** 2, 0) / (x.length - 1))
    return x.map((v) => (v - mean) / sd)
  })
  return texts.map((_, i) => Object.fromEntries(PLANTED.map((key, k) => [key, columns[k]![i]!])))
}

function weigh(effects: Readonly<Record<string, number>>, z: Record<string, number>): number {
  return Object.entries(effects).reduce((sum, [key, effect]) => sum + effect * z[key]!, 0)
}

function rateByModel(
  output: DemoOutput,
  judge: DemoModel,
  criterion: string,
  random: Random,
): ModelRatingRecord {
  const { record, model, goal, sway } = output
  const own = judge === model
  const family = !own && judge.family === model.family ? FAMILY_BONUS : 0
  const mean = goal + (own ? 1 : PEER_SHARE) * (judge.inflation + sway) + family
  const score = 1 + Math.round(random.score(mean, SELF_STEPS) * SELF_STEPS)
  const verdict =
    score >= 8 ? 'The answer is complete and easy to follow.' : 'The answer covers the main point.'
  return {
    output_id: record.output_id,
    rater_model: judge.name,
    rater_family: judge.family,
    criterion,
    score,
    scale_min: 1,
    scale_max: 1 + SELF_STEPS,
    ...(own && { rationale: verdict }),
  }
}

function rateByPeople({ record, goal }: DemoOutput, criterion: string, random: Random): HumanRatingRecord[] {
  return Object.entries(SEVERITIES).map(([rater, severity]) => ({
    output_id: record.output_id,
    rater,
    group: EXPERTS.includes(rater) ? 'expert' : 'lay',
    criterion,
    score: 1 + Math.round(random.score(goal + severity, HUMAN_STEPS) * HUMAN_STEPS),
    seconds: Math.round(8 + record.text.length / 25 + random.spread(6)),
    rated_at: `2026-01-${String(random.between(5, 23)).padStart(2, '0')}T${String(random.between(8, 17)).padStart(2, '0')}:00:00Z`,
  }))
}
