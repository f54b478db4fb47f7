import type { Audit, AuditKind, Presentation } from '@/lib/domain/audit'
import type { Plan, Sample } from '@/lib/domain/plan'
import { templateOf } from '@/lib/domain/templates'
import { type CriterionDraft, draftOf, inputOf } from './criterion-draft'

/** An audit as it is being typed. */
export type AuditDraft = {
  kind: AuditKind | null
  name: string
  title: string
  intent: string
  guidelines: string
  criteria: CriterionDraft[]
  ratings: string
  presentation: Presentation
  plan: PlanDraft
  sealed: boolean
}

/** The plan's settings as they are being typed; the share in per cent. */
export type PlanDraft = {
  goldEvery: string
  repeatShare: string
  cap: string
  /** Empty: all outputs. */
  sampleSize: string
  sampleBy: string[]
  allocation: Sample['allocation']
  order: NonNullable<Plan['order']>
  /** The criterion on which outputs are compared; without one none are. */
  comparedOn: string
  pairsPerPrompt: string
  ratersPerPair: string
  perRater: string
  askAuthors: boolean
  /** Empty: no consent is asked for. */
  consent: string
  /** The planned contrast; without a criterion none is planned. */
  criterion: string
  signal: string
  goal: 'human' | 'verified'
  threshold: string
}

export const EMPTY_AUDIT: AuditDraft = {
  kind: null,
  name: '',
  title: 'Rating task',
  intent: '',
  guidelines: '',
  criteria: [],
  ratings: '3',
  presentation: 'rendered',
  plan: {
    ...{ goldEvery: '', repeatShare: '', cap: '' },
    ...{ sampleSize: '', sampleBy: [], allocation: 'proportional', order: 'random' },
    ...{ askAuthors: false, consent: '' },
    ...{ comparedOn: '', pairsPerPrompt: '1', ratersPerPair: '2', perRater: '20' },
    ...{ criterion: '', signal: 'self', goal: 'human', threshold: '' },
  },
  sealed: false,
}

/** The draft with a template's criterion and plan; what was typed of the intent stays. */
export function withTemplate(draft: AuditDraft, kind: AuditKind): AuditDraft {
  const { criterion, plan } = templateOf(kind)
  return {
    ...draft,
    kind,
    // The template's criterion is there to be renamed: until a key is typed, it follows the name.
    criteria: [{ ...draftOf(criterion, `template-${kind}`), ownKey: false }],
    ratings: String(plan.ratings_per_output),
    presentation: plan.presentation,
  }
}

/** An audit that exists, to be changed. */
export function draftOfAudit(audit: Audit): AuditDraft {
  const { kind, name, title, intent, guidelines, presentation } = audit
  const criteria = audit.criteria.map((criterion) => draftOf(criterion, criterion.key))
  return {
    kind,
    name,
    title,
    intent,
    guidelines,
    criteria,
    ratings: String(audit.ratings_per_output),
    presentation,
    plan: {
      goldEvery: typed(audit.plan.gold_every),
      repeatShare: typed(audit.plan.repeat_share, 100),
      cap: typed(audit.plan.cap),
      sampleSize: typed(audit.plan.sample?.size),
      sampleBy: audit.plan.sample?.by ?? [],
      allocation: audit.plan.sample?.allocation ?? 'proportional',
      order: audit.plan.order ?? 'random',
      comparedOn: audit.plan.comparisons?.criterion ?? '',
      pairsPerPrompt: typed(audit.plan.comparisons?.pairs_per_prompt ?? 1),
      ratersPerPair: typed(audit.plan.comparisons?.raters_per_pair ?? 2),
      perRater: typed(audit.plan.comparisons?.per_rater ?? 20),
      askAuthors: audit.plan.ask_authors ?? false,
      consent: audit.plan.consent ?? '',
      criterion: audit.plan.primary?.criterion ?? '',
      signal: audit.plan.primary?.signal ?? 'self',
      goal: audit.plan.primary?.goal ?? 'human',
      threshold: typed(audit.plan.primary?.threshold),
    },
    sealed: audit.sealed,
  }
}

/** Draft → what the server takes for a new audit. */
export function auditInput(draft: AuditDraft): Record<string, unknown> {
  return { ...fieldsOf(draft), kind: draft.kind }
}

/** What a draft changes of how the audit stands: the rest may have been changed by somebody else meanwhile. */
export function auditPatch(draft: AuditDraft, stands: AuditDraft): Record<string, unknown> {
  const before = fieldsOf(stands)
  const planBefore = planOf(stands.plan)
  const plan = changes(planOf(draft.plan), planBefore)
  return {
    ...changes(fieldsOf(draft), before),
    ...(Object.keys(plan).length > 0 && { plan }),
    ...(draft.sealed !== stands.sealed && { sealed: draft.sealed }),
  }
}

function changes(now: Record<string, unknown>, before: Record<string, unknown>): Record<string, unknown> {
  const isNew = ([field, value]: [string, unknown]) => JSON.stringify(value) !== JSON.stringify(before[field])
  return Object.fromEntries(Object.entries(now).filter(isNew))
}

/** Settings of the plan as the server takes them; what is left empty is taken out. */
function planOf({ goldEvery, repeatShare, cap, ...draft }: PlanDraft): Record<string, unknown> {
  const size = numberOf(draft.sampleSize)
  return {
    gold_every: numberOf(goldEvery),
    repeat_share: numberOf(repeatShare, 100),
    cap: numberOf(cap),
    order: draft.order === 'random' ? null : draft.order,
    comparisons: comparisonsOf(draft),
    ask_authors: draft.askAuthors || null,
    consent: draft.consent.trim() === '' ? null : draft.consent,
    primary: primaryOf(draft),
    sample: size === null ? null : { size, by: draft.sampleBy, allocation: draft.allocation },
  }
}

function comparisonsOf({
  comparedOn,
  ...draft
}: Omit<PlanDraft, 'goldEvery' | 'repeatShare' | 'cap'>): unknown {
  if (comparedOn === '') return null
  return {
    criterion: comparedOn,
    pairs_per_prompt: numberOf(draft.pairsPerPrompt),
    raters_per_pair: numberOf(draft.ratersPerPair),
    per_rater: numberOf(draft.perRater),
  }
}

type PrimaryDraft = Pick<PlanDraft, 'criterion' | 'signal' | 'goal' | 'threshold'>

function primaryOf({ criterion, signal, goal, threshold }: PrimaryDraft): unknown {
  if (criterion === '') return null
  const accepted = numberOf(threshold)
  return { criterion, signal: signal.trim(), goal, ...(accepted !== null && { threshold: accepted }) }
}

function numberOf(text: string, parts = 1): number | null {
  return text.trim() === '' ? null : Number(text) / parts
}

function typed(value: number | undefined, parts = 1): string {
  return value === undefined ? '' : String(Number((value * parts).toPrecision(12)))
}

function fieldsOf(draft: AuditDraft): Record<string, unknown> {
  const { name, title, intent, guidelines, criteria, ratings, presentation } = draft
  return {
    name,
    title,
    intent,
    guidelines,
    presentation,
    criteria: criteria.map(inputOf),
    ratings_per_output: ratings.trim() === '' ? ratings : Number(ratings),
  }
}
