import type { Report } from '@/lib/domain/report'
import { analysisOf, type LockedPlan } from '@/lib/domain/report-plan'
import { formatQuestion, formatRange, type Question } from '@/lib/domain/selection'
import type { AuditRow } from '@/lib/server/audits/find'
import { blindingOf } from '@/lib/server/blinding/blinding'
import { withdrawnOf } from '@/lib/server/rating/withdrawn'
import type { Snapshot } from '@/lib/server/snapshot/folders'
import { type Current, onCurrentSnapshot } from '@/lib/server/snapshot/refresh'
import type { Computed } from './compute'
import { kept } from './kept'
import { computeElsewhere } from './processes'

export type ReportAudit = Pick<AuditRow, 'id' | 'slug' | 'name' | 'kind' | 'status' | 'synthetic'> &
  Partial<Pick<AuditRow, 'plan' | 'planLockedAt' | 'ratingsPerOutput' | 'sealed' | 'unsealedAt'>>

/**
 * The report: what the page, the API and the CSV show. Answers from the newest finished snapshot and says what it lacks;
 * the same snapshot and question give the same numbers to the last digit.
 * Throws PlumblineError('invalid') for a name that the audit does not have.
 */
export async function report({
  audit,
  question,
  clock,
}: {
  audit: ReportAudit
  question: Question
  clock?: () => Date
}): Promise<Report> {
  return onCurrentSnapshot(audit.id, (current) => reportOn(current, audit, question), clock)
}

/** The report on a snapshot. Throws as `report`. */
export async function reportOn(
  { snapshot, behind }: Pick<Current, 'snapshot' | 'behind'>,
  audit: ReportAudit,
  question: Question,
): Promise<Report> {
  const { slug, name, kind, status, synthetic } = audit
  const plan = lockedPlan(audit)
  const [answer, blinding, withdrawn] = await Promise.all([
    answerOf(snapshot, question),
    blindingOf(audit.id),
    withdrawnOf(audit.id, snapshot.revision),
  ])
  return {
    audit: { slug, name, kind, status, synthetic },
    plan,
    analysis: analysisOf(plan?.primary, answer.contrast, question),
    revision: snapshot.revision,
    behind,
    ...answer,
    withdrawn,
    blinding,
  }
}

function lockedPlan(audit: ReportAudit): LockedPlan | null {
  const { plan, planLockedAt, ratingsPerOutput, sealed = false, unsealedAt = null } = audit
  if (!planLockedAt || ratingsPerOutput === undefined) return null
  return {
    ...plan,
    locked_at: planLockedAt.toISOString(),
    ratings_per_output: ratingsPerOutput,
    sealed,
    unsealed_at: unsealedAt?.toISOString() ?? null,
  }
}

export type Answer = Computed & Pick<Report, 'selection'>

/** The part of a report that depends on the snapshot and the question alone. */
export async function answerOf(snapshot: Snapshot, question: Question): Promise<Answer> {
  const key = `report ${snapshot.folder} ${formatQuestion(question)}`
  const answer = await kept(key, () => computeElsewhere(snapshot, question))
  return { ...answer, selection: echoOf(question) }
}

/** The selection as given, in URL form, with the defaults filled in. */
export function echoOf(question: Question): Report['selection'] {
  const { model, family, tag, rater_group, min_human_n, where, feature, control, bins } = question
  const { max_false_accept, delta } = question
  return {
    ...{ model, family, tag, rater_group, min_human_n, where: where.map(formatRange) },
    ...{ feature, control, bins: bins ?? null, max_false_accept, delta },
  }
}
