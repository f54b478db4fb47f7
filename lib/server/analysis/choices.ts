import type { QuestionChoices } from '@/lib/domain/choices'
import type { SnapshotMeta } from '@/lib/server/snapshot/meta'
import { onCurrentSnapshot } from '@/lib/server/snapshot/refresh'

/** What the audit can be asked about, with the signals and judges of one criterion (by default its first). */
export function questionChoices(auditId: number, criterion?: string): Promise<QuestionChoices> {
  return onCurrentSnapshot(auditId, async ({ snapshot }) => choicesOf(snapshot.meta, criterion))
}

export function choicesOf(meta: SnapshotMeta, criterion = meta.criteria[0]?.key): QuestionChoices {
  const own = meta.criteria.find(({ key }) => key === criterion)
  const signals = meta.signals.filter((signal) => signal.criterion === criterion)
  const judges = new Set(signals.flatMap((signal) => signal.judges.flatMap(({ judge }) => judge ?? [])))
  const goals: QuestionChoices['goals'] = []
  if (own && own.human > 0) goals.push('human')
  if (own && own.verified > 0) goals.push('verified')
  const human = own && own.human > 0 && own.verified > 0 ? [{ signal: 'human', n: own.human }] : []
  return {
    criteria: meta.criteria.map(({ key, name }) => ({ key, name })),
    signals: [...signals.map(({ signal, outputs }) => ({ signal, n: outputs })), ...human],
    judges: [...judges].sort(),
    goals,
    models: meta.models,
    tags: meta.tags,
    rater_groups: meta.groups,
    features: meta.features.map(({ key }) => key),
  }
}
