import { memo } from 'react'
import ReactMarkdown, { type Components } from 'react-markdown'
import rehypeSanitize, { defaultSchema } from 'rehype-sanitize'
import remarkGfm from 'remark-gfm'
import { headingsBelow, htmlAsText } from './text-tree'

/** Of what Markdown makes, nothing loads from elsewhere and nothing runs. */
const schema: typeof defaultSchema = {
  ...defaultSchema,
  protocols: { href: ['http', 'https', 'mailto'] },
}

const components: Components = {
  a({ href, children }) {
    // Footnotes jump within a page on which their target may stand twice.
    if (!href || href.startsWith('#')) return <span>{children}</span>
    return (
      <a href={href} target="_blank" rel="noopener noreferrer nofollow" referrerPolicy="no-referrer">
        {children}
      </a>
    )
  },
  img: ({ alt }) => <span className="text-muted">[image{alt ? `: ${alt}` : ''}]</span>,
  input: ({ checked }) => <span>{checked ? '☑ ' : '☐ '}</span>,
  pre: ({ children }) => <pre className="whitespace-pre-wrap">{children}</pre>,
  table: ({ children }) => (
    // What scrolls sideways must be reachable by keyboard.
    // biome-ignore lint/a11y/noNoninteractiveTabindex: see above
    <section aria-label="Table" tabIndex={0} className="overflow-x-auto">
      <table>{children}</table>
    </section>
  ),
}

/** A text that a model or an analyst wrote as Markdown. Its headings come below one of level `under`. */
export const Markdown = memo(function Markdown({ text, under = 2 }: { text: string; under?: number }) {
  return (
    <div className="prose max-w-measure" dir="auto">
      <ReactMarkdown
        remarkPlugins={[remarkGfm]}
        rehypePlugins={[htmlAsText, [rehypeSanitize, schema], headingsBelow(under)]}
        components={components}
      >
        {text}
      </ReactMarkdown>
    </div>
  )
})
