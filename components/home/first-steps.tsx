import { PageLink } from '../ui/page-link'

type Step = { title: string; href?: string; words: string }

const OWN: Step[] = [
  {
    title: 'Make an audit',
    href: '/audits/new',
    words: 'Say what the ratings stand for, and on which scales.',
  },
  {
    title: 'Bring data in',
    words: 'What models wrote, and how models rated it: two files on its data page.',
  },
  {
    title: 'Let people rate',
    words: 'Open the audit and invite raters. Read the report when they are done.',
  },
]

/** What somebody does who has no audit of their own yet. `demo` is the address of a demo's report, where there is one. */
export function FirstSteps({ demo }: { demo: string | null }) {
  const tried: Step[] =
    demo === null
      ? []
      : [
          {
            title: 'Read the demo’s report',
            href: demo,
            words: 'On made-up answers: how far models flatter themselves, and for what.',
          },
        ]
  const steps = [...tried, ...OWN]
  return (
    <section aria-labelledby="first-steps" className="mb-10 rounded-md bg-surface p-5 sm:p-6">
      <h2 id="first-steps" className="mb-4 text-lg font-semibold">
        Where to begin
      </h2>
      <ol className="grid gap-x-8 gap-y-5 sm:grid-cols-2 lg:auto-cols-fr lg:grid-flow-col lg:grid-cols-none">
        {steps.map(({ title, href, words }, i) => (
          <li key={title} className="flex gap-3">
            <span aria-hidden="true" className="font-semibold text-accent tabular-nums">
              {i + 1}
            </span>
            <div>
              <h3 className="font-medium">
                {href ? (
                  <PageLink href={href} className="underline">
                    {title}
                  </PageLink>
                ) : (
                  title
                )}
              </h3>
              <p className="text-sm text-muted">{words}</p>
            </div>
          </li>
        ))}
      </ol>
    </section>
  )
}
