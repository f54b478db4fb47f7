import { renderToStaticMarkup } from 'react-dom/server'
import { expect, it } from 'vitest'
import { FirstSteps } from './first-steps'

const linksOf = (demo: string | null) =>
  [...renderToStaticMarkup(<FirstSteps demo={demo} />).matchAll(/href="([^"]*)"/g)].map(([, href]) => href)

it('leads to the report of a demo first, where there is one, and to an audit of one’s own', () => {
  expect(linksOf('/audits/demo')).toEqual(['/audits/demo', '/audits/new'])
  expect(linksOf(null)).toEqual(['/audits/new'])
})
