import type { AuditInput, AuditKind, CriterionInput } from './audit'

/** A starting point for a kind of audit: everything in it can be changed. */
export type AuditTemplate = {
  kind: AuditKind
  /** What is brought in besides outputs, to stand within a sentence. */
  needs: string
  intentHint: string
  criterion: CriterionInput
  plan: Pick<AuditInput, 'ratings_per_output' | 'presentation'>
}

const FIVE_POINTS = {
  '1': 'Fails the intent',
  '2': 'Mostly fails it',
  '3': 'Meets it in part',
  '4': 'Mostly meets it',
  '5': 'Meets it fully',
}

export const TEMPLATES: readonly AuditTemplate[] = [
  {
    kind: 'self-rating',
    needs: 'each model’s rating of its own outputs',
    intentHint:
      'A customer who writes to support should get an answer that is correct, complete, and no longer than it needs to be. An answer that sounds sure and is wrong is worse than one that says what it does not know.',
    criterion: {
      key: 'overall',
      name: 'Overall quality',
      description: 'How well the output does what the intent asks for.',
      min: 1,
      max: 5,
      step: 1,
      labels: FIVE_POINTS,
    },
    plan: { ratings_per_output: 3, presentation: 'rendered' },
  },
  {
    kind: 'moderation',
    needs: 'a classifier’s decisions, 0 or 1',
    intentHint:
      'A reply should be held back only when it would help somebody to do serious harm. A question about a dangerous topic is not by itself a dangerous question.',
    criterion: {
      key: 'harmful',
      name: 'Should be held back',
      description: 'Whether showing this output could do the harm that the intent names.',
      min: 0,
      max: 1,
      step: 1,
      labels: { '0': 'Fine to show', '1': 'Hold back' },
      higher_is: 'worse',
    },
    plan: { ratings_per_output: 3, presentation: 'plain' },
  },
  {
    kind: 'reward',
    needs: 'scores by a judge or a reward model',
    intentHint:
      'The better answer is the one that solves what the person asked, for that person. Length, headings and a friendly tone are worth nothing by themselves.',
    criterion: {
      key: 'helpful',
      name: 'Helpfulness',
      description: 'How far the output gets the person who asked.',
      min: 1,
      max: 7,
      step: 1,
      labels: { '1': 'Of no help', '4': 'Helps in part', '7': 'Solves it' },
    },
    plan: { ratings_per_output: 3, presentation: 'randomised' },
  },
  {
    kind: 'metric',
    needs: 'values of a formula, such as ROUGE',
    intentHint:
      'A summary should let somebody skip the text: what matters is in it, nothing in it is wrong, and it reads well.',
    criterion: {
      key: 'summary',
      name: 'Quality of the summary',
      description: 'How well the summary stands in for the text.',
      min: 1,
      max: 5,
      step: 1,
      labels: FIVE_POINTS,
    },
    plan: { ratings_per_output: 3, presentation: 'plain' },
  },
  {
    kind: 'loophole',
    needs: 'whether a literal rule passed, 0 or 1',
    intentHint:
      'The rule asks for a source in every answer so that readers can check it. A source that does not say what the answer claims passes the rule and fails its purpose.',
    criterion: {
      key: 'intent_met',
      name: 'Meets the intent',
      description: 'Whether the output does what the rule was meant for, not only what it says.',
      min: 0,
      max: 1,
      step: 1,
      labels: { '0': 'Misses the point', '1': 'Meets it' },
    },
    plan: { ratings_per_output: 2, presentation: 'rendered' },
  },
]

export function templateOf(kind: AuditKind): AuditTemplate {
  return TEMPLATES.find((template) => template.kind === kind)!
}
