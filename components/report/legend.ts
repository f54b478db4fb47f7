import type { ResolvedContrast } from '@/lib/domain/report'
import { goalName, proxyName } from '@/lib/domain/sentences'
import type { LegendEntry } from '../charts/mark'
import { goalMark } from './part-rows'

/** What the marks of a contrast's charts stand for. */
export function legendOf(contrast: ResolvedContrast): LegendEntry[] {
  const means: LegendEntry[] = [
    { kind: 'proxy', label: proxyName(contrast) },
    { kind: goalMark(contrast.goal), label: goalName(contrast.goal) },
  ]
  if (!contrast.common_scale) return means
  return [
    ...means,
    { kind: 'inflation', value: 1, label: 'Inflation above zero' },
    { kind: 'inflation', value: -1, label: 'below zero' },
  ]
}
