import type { AuditKind } from './audit'

/** What a kind of audit is called, and the question that it answers. */
export const KINDS: Record<AuditKind, { name: string; question: string }> = {
  'self-rating': { name: 'Self-rating', question: 'How far does a model rate its own outputs above people?' },
  moderation: {
    name: 'Moderation flags',
    question: 'Which decisions of a classifier would people not make?',
  },
  reward: {
    name: 'Judge or reward model',
    question: 'Does a judge reward what people value, or what looks like it?',
  },
  metric: { name: 'Automatic metric', question: 'Does a formula such as ROUGE rank outputs as people do?' },
  loophole: {
    name: 'Loophole check',
    question: 'Which outputs pass the rule and miss what it was meant for?',
  },
}
