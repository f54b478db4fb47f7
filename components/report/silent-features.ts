import type { Report } from '@/lib/domain/report'
import { isShown } from './effect-rows'

const list = new Intl.ListFormat('en')

/**
 * One sentence for all features without a row in the figure of effects, those of one reason together; null where each has
 * one. "Not drawn: words and hedges (rest on too few prompts), headers (the same in every output)."
 */
export function silentFeatures(report: Report, label: (key: string) => string): string | null {
  const byReason = new Map<string, string[]>()
  const shown = new Set(report.features.filter(isShown).map(({ feature }) => feature))
  const seen = new Set<string>()
  for (const { field, why } of report.notes) {
    const [section, key] = field.split('.')
    if (section !== 'features' || key === undefined || shown.has(key) || seen.has(key)) continue
    seen.add(key)
    const reason = inWords(why, label)
    byReason.set(reason, [...(byReason.get(reason) ?? []), label(key).toLowerCase()])
  }
  if (byReason.size === 0) return null
  const parts = [...byReason].map(([reason, names]) => `${list.format(names)} (${reason})`)
  return `Not drawn: ${parts.join('; ')}.`
}

/** A note without the number that is each feature's own, and with the other feature that it names in words. */
function inWords(why: string, label: (key: string) => string): string {
  const reason = why.replace(/^left out: /, '')
  if (reason.startsWith('rests on too few prompts')) return 'too few prompts for an interval'
  return reason.replace(
    /^collinear with (\S+)$/,
    (_, key: string) => `all but the same as ${label(key).toLowerCase()}`,
  )
}
