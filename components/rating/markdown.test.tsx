import { renderToStaticMarkup } from 'react-dom/server'
import { expect, it } from 'vitest'
import { Markdown } from './markdown'

const html = (text: string) => renderToStaticMarkup(<Markdown text={text} />)

it('renders GitHub-flavoured Markdown', () => {
  const shown = html('A **bold** word\n\n| a | b |\n| - | - |\n| 1 | 2 |\n\n- [x] done')
  expect(shown).toContain('<strong>bold</strong>')
  expect(shown).toContain('<td>1</td>')
  expect(shown).toContain('☑')
})

it('shows HTML as text, and runs none of it', () => {
  const shown = html(
    '<script>alert(1)</script> <b onclick="x()">b</b>\n\n<iframe src="https://example.org"></iframe>',
  )
  expect(shown).not.toMatch(/<(script|iframe|b)\b/)
  expect(shown).toContain('&lt;script&gt;')
})

it('loads nothing from elsewhere', () => {
  const shown = html('![a cat](https://example.org/cat.png "t") <img src="https://example.org/x.png">')
  expect(shown).not.toMatch(/<img\b|cat\.png/)
  expect(shown).toContain('[image: a cat]')
})

it.each(['javascript:alert(1)', 'data:text/html,x', 'vbscript:x', 'JaVaScRiPt:alert(1)'])(
  'links to nothing that runs: %s',
  (url) => {
    expect(html(`[x](${url}) <${url}>`)).not.toMatch(/href/i)
  },
)

it('opens links apart, without telling where they were clicked', () => {
  expect(html('[x](https://example.org/a)')).toContain(
    '<a href="https://example.org/a" target="_blank" rel="noopener noreferrer nofollow" referrerPolicy="no-referrer">',
  )
  expect(html('A note[^1]\n\n[^1]: here')).not.toContain('<a')
})

it('puts headings in order under the one above the text', () => {
  const levels = (text: string) => [...html(text).matchAll(/<h(\d)/g)].map((match) => Number(match[1]))
  expect(levels('### First\n\n# Second\n\n#### Third\n\n###### Fourth')).toEqual([3, 3, 4, 5])
})
