import type { QuestionChoices } from '@/lib/domain/choices'

/** A form's fields → a query: empty fields and defaults left out, in a fixed order, so that a link can be shared. */
export function queryOf(form: FormData): URLSearchParams {
  const params = new URLSearchParams()
  const defaults: Record<string, string> = { min_human_n: '1', max_false_accept: '0.1', delta: '0.05' }
  const entries: [string, string][] = []
  for (const [key, value] of form)
    if (typeof value === 'string' && value.trim() !== '' && value !== defaults[key] && !key.startsWith('_'))
      entries.push([key, value.trim()])
  const range = rangeOf(form)
  if (range) entries.push(['where', range])
  entries.sort(([a, x], [b, y]) => (a === b ? (x < y ? -1 : 1) : a < b ? -1 : 1))
  for (const [key, value] of entries) params.append(key, value)
  return params
}

/** The range that is being added: `_feature`, `_from`, `_to`; null when it is not filled in. */
function rangeOf(form: FormData): string | null {
  const [feature, from, to] = ['_feature', '_from', '_to'].map((name) => String(form.get(name) ?? '').trim())
  return feature && (from || to) ? `${feature}:${from}..${to}` : null
}

type Goal = QuestionChoices['goals'][number]

/** The goals to choose from; before the first rating the one that the report waits for, lest its field stand empty. */
export function goalsOf({ goals }: Pick<QuestionChoices, 'goals'>, inForce: Goal): Goal[] {
  return goals.length > 0 ? goals : [inForce]
}
