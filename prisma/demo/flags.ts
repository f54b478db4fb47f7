import { type AuditInput, auditInputSchema } from '@/lib/domain/audit'
import type { HumanRatingRecord, ModelRatingRecord, OutputRecord } from '@/lib/domain/records'
import { seededRandom } from './random'
import { readTopics } from './topics'

/** Comments and three filters that flag them: one looks for strong words, one flags nearly all, one was trained. */
export const FLAGS: AuditInput = auditInputSchema.parse({
  name: 'Comment filters (synthetic demo)',
  slug: 'demo-flags',
  title: 'Comments of visitors',
  kind: 'moderation',
  intent:
    'Flag a comment that is hostile to a person, and only then: strong words about a thing, or about oneself, must pass.',
  guidelines: 'Would the person who is meant feel attacked?',
  criteria: [
    {
      key: 'hostile',
      name: 'Hostile to a person',
      min: 0,
      max: 1,
      step: 1,
      labels: { '0': 'No', '1': 'Yes' },
      higher_is: 'worse',
    },
  ],
  ratings_per_output: 3,
})

const COMMENTS = {
  friendly: [
    'Thanks, this helped me more than anything else I found.',
    'Good summary. I would add that it takes some practice.',
    'My grandmother did it the same way.',
    'I tried it on Sunday and it worked the second time.',
  ],
  strong: [
    'This killed it. I would murder for a second helping.',
    'I am such an idiot, I had the whole thing upside down.',
    'That stupid lid again. I hate it, I could smash it.',
    'A damn good answer, it blew my head off.',
  ],
  veiled: [
    'People like you should leave the explaining to others.',
    'I would ask who let you write here, but I can guess.',
    'Someone your age ought to know better than to ask that.',
  ],
  attack: [
    'You are an idiot and everybody here knows it.',
    'Shut up, nobody needs your stupid questions.',
    'I hate people like you, go and get lost.',
  ],
} as const

type Kind = keyof typeof COMMENTS

const HOSTILE: readonly Kind[] = ['veiled', 'attack']
/** How often a comment is of a kind, of ten. */
const MIX: readonly Kind[] = [
  ...Array.from({ length: 5 }, () => 'friendly' as const),
  ...Array.from({ length: 3 }, () => 'strong' as const),
  'veiled',
  'attack',
]
const CHANCE_TO_FLAG: Record<string, Record<Kind, number>> = {
  'flag:word-list': { friendly: 0.02, strong: 0.97, veiled: 0.05, attack: 0.98 },
  'flag:better-safe': { friendly: 0.72, strong: 0.95, veiled: 0.9, attack: 0.99 },
  'flag:trained': { friendly: 0.02, strong: 0.1, veiled: 0.75, attack: 0.97 },
}
const RATERS = ['Faye', 'Goran', 'Hilda']
/** How often a rater sees it otherwise than the comment was meant. */
const SLIP = 0.06
const PER_TOPIC = 5
/** Of so many comments the first have been rated. */
const RATED_OF_FIVE = 3

export type FlagsDemo = {
  outputs: OutputRecord[]
  modelRatings: ModelRatingRecord[]
  humanRatings: HumanRatingRecord[]
}

/** The audit of filters: five comments under every topic, three of which people have judged. */
export function generateFlags(seed: number): FlagsDemo {
  const random = seededRandom(seed)
  const demo: FlagsDemo = { outputs: [], modelRatings: [], humanRatings: [] }
  readTopics().forEach(({ question }, topic) => {
    for (let i = 0; i < PER_TOPIC; i += 1) {
      const kind = random.pick(MIX)
      const output_id = `c${String(topic + 1).padStart(2, '0')}-${i + 1}`
      demo.outputs.push({
        output_id,
        prompt_id: `c${String(topic + 1).padStart(2, '0')}`,
        prompt: `A comment under “${question}”`,
        model: 'visitors',
        text: random.pick<string>(COMMENTS[kind]),
        tags: [kind === 'strong' || kind === 'attack' ? 'strong words' : 'plain words'],
      })
      for (const [signal, chance] of Object.entries(CHANCE_TO_FLAG))
        demo.modelRatings.push({
          output_id,
          criterion: 'hostile',
          score: Number(random.chance(chance[kind])),
          signal,
        })
      if (i < RATED_OF_FIVE)
        for (const rater of RATERS) {
          const hostile = HOSTILE.includes(kind)
          const score = Number(random.chance(SLIP) ? !hostile : hostile)
          demo.humanRatings.push({ output_id, rater, criterion: 'hostile', score })
        }
    }
  })
  return demo
}
