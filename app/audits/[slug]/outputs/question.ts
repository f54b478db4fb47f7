import { pageOf } from '@/app/search-params'
import type { OutputsView } from '@/lib/domain/links'
import { type OutputsQuestion, parseOutputsQuestion } from '@/lib/domain/outputs'
import type { Question } from '@/lib/domain/selection'

export const PAGE_SIZE = 50

/**
 * The query of a list of outputs, taken apart: what is asked, how it is looked at, and both as the analysis takes them.
 * Throws PlumblineError('invalid') for a wrong parameter.
 */
export function outputsQuestion(query: URLSearchParams): {
  question: Question
  view: OutputsView
  asked: OutputsQuestion
} {
  const params = new URLSearchParams(query)
  const page = pageOf(params)
  params.delete('page')
  const asked = { ...parseOutputsQuestion(params), limit: PAGE_SIZE, cursor: undefined }
  const {
    covered,
    sort,
    gate_at,
    verdict,
    proxy_in,
    goal_in,
    limit: _limit,
    cursor: _cursor,
    ...question
  } = asked
  const view = { covered: covered === '1', sort, page, gate_at, verdict, proxy_in, goal_in }
  return { question, view, asked }
}
