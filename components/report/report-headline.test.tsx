import { renderToStaticMarkup } from 'react-dom/server'
import { expect, it } from 'vitest'
import type { Report } from '@/lib/domain/report'
import { parseQuestion } from '@/lib/domain/selection'
import { plain } from '@/lib/domain/testing'
import { REPORT } from './report.fixture'
import { ReportHeadline } from './report-headline'

const UNRATED: Report = {
  ...REPORT,
  findings: [],
  headline: { ...REPORT.headline, inflation: null, ci_raters: null },
  notes: [{ field: 'headline.inflation', why: 'not enough data: 0 of at least 10 outputs' }],
  n: { ...REPORT.n, outputs: 0, prompts: 0, raters: 0, ratings: 0, proxy_only: 40 },
  behind: { ratings: 0, seconds: 0 },
}
const drawn = (report: Report, query = '') =>
  renderToStaticMarkup(
    <ReportHeadline report={report} question={parseQuestion(new URLSearchParams(query))} />,
  )

it('says what a point is, beside the finding that is told in points', () => {
  expect(drawn(REPORT)).toMatch(/<a [^>]*href="\/methods#unit">point<\/a> is a hundredth of the scale\./)
})

it('says what the interval for raters like these needs where there is none', () => {
  const why = 'not enough data: 2 of at least 5 raters'
  const few = { ...REPORT, headline: { ...REPORT.headline, ci_raters: null } }
  const html = drawn({ ...few, notes: [{ field: 'headline.ci_raters', why }] })
  expect(html).toContain(`How other raters like these would judge cannot be told yet: ${why}.`)
})

it.each([
  ['draft', 'settings'],
  ['open', 'raters'],
  ['closed', 'data'],
] as const)('says what to do in an audit that is %s and that nobody has rated', (status, page) => {
  const html = drawn({ ...UNRATED, audit: { ...UNRATED.audit, status } })
  expect(html).toContain('No output here has a human rating yet.')
  expect(html).toContain(`href="/audits/${UNRATED.audit.slug}/${page}"`)
})

it('says what is missing where no machine has scored anything, and leads to where it is brought in', () => {
  const question = parseQuestion(new URLSearchParams())
  const html = renderToStaticMarkup(<ReportHeadline report={UNRATED} question={question} hasProxy={false} />)
  expect(html).toContain('No output here has a machine’s score on this criterion')
  expect(html).toContain(`href="/audits/${UNRATED.audit.slug}/data"`)
  expect(html).not.toContain('human rating yet')
})

it('counts whom its numbers leave out', () => {
  expect(plain(drawn(REPORT))).not.toContain('set aside')
  const html = drawn({ ...REPORT, n: { ...REPORT.n, set_aside_raters: 2, set_aside_ratings: 120 } })
  expect(plain(html)).toContain('2 raters set aside (120 ratings)')
  const compared = { ...REPORT.n, set_aside_raters: 1, set_aside_comparisons: 3 }
  expect(plain(drawn({ ...REPORT, n: compared }))).toContain('1 rater set aside (3 comparisons)')
  const withdrawn = { raters: 1, ratings: 0, comparisons: 0 }
  expect(plain(drawn({ ...REPORT, withdrawn }))).toMatch(/1 rater withdrew ·/)
})

it('says how many ratings were asked for because raters differed', () => {
  expect(plain(drawn(REPORT))).not.toContain('further')
  const html = drawn({ ...REPORT, n: { ...REPORT.n, adjudication: 1 } })
  expect(plain(html)).toContain('1 further rating where raters differed')
})

it('leads to the same question again while ratings are not in its numbers', () => {
  const html = drawn({ ...UNRATED, behind: { ratings: 79, seconds: 240 } }, 'model=gpt-4o')
  expect(html).not.toContain('No output here has a human rating yet.')
  expect(plain(html)).toContain('79 newer ratings not in these numbers yet')
  expect(html).toContain(`href="/audits/${UNRATED.audit.slug}?model=gpt-4o"`)
})

it('counts who withdrew', () => {
  expect(plain(drawn(REPORT))).not.toContain('withdrew')
  expect(plain(drawn({ ...REPORT, withdrawn: { raters: 1, ratings: 12, comparisons: 0 } }))).toContain(
    '1 rater withdrew (12 ratings)',
  )
})
