import { countOf } from '@/lib/domain/format'
import type { Guessing } from '@/lib/domain/guesses'
import { Reading } from '../rating/reading'
import { ActionForm } from '../ui/action-form'
import { ButtonLink } from '../ui/button'
import type { FormAction } from '../ui/use-form-action'
import { GuessForm } from './guess-form'

/** The last question to a rater: who wrote some of the texts. It is asked once the rater agrees to rate no more here. */
export function Finish({
  stands,
  deskHref,
  begin,
  guess,
}: {
  stands: Guessing
  deskHref: string
  begin: FormAction
  guess: (itemId: string) => FormAction
}) {
  switch (stands.phase) {
    case 'not-offered':
      return (
        <Words title="Nothing more is asked of you here">
          <ButtonLink href="/rate" variant="primary">
            To your rating tasks
          </ButtonLink>
        </Words>
      )
    case 'done':
      return (
        <Words title="That was all, thank you">
          <p className="text-muted">
            Your guesses are kept. They show how blind the rating was, and nothing else.
          </p>
          <ButtonLink href="/rate" variant="primary">
            To your rating tasks
          </ButtonLink>
        </Words>
      )
    case 'offered':
      return (
        <Words title="One last question: who wrote it?">
          <div className="flex max-w-measure flex-col gap-3 text-muted">
            <p>
              You rated without knowing which model wrote which text. To see how well that worked, you are
              shown {countOf(stands.asked, 'text')} of yours again, with the names of the models: guess, or
              say that you do not know. It takes a minute or two and is up to you.
            </p>
            <p>
              <strong className="font-medium text-fg">It ends your rating in this task.</strong> Who knows the
              names can rate no further text here and change no rating.
              {stands.holds && ' What you have begun and not submitted goes to another rater.'}
            </p>
          </div>
          <div className="flex flex-wrap items-start gap-2">
            <ActionForm action={begin} button="End my rating and guess" />
            <ButtonLink href={deskHref}>Back to rating</ButtonLink>
          </div>
        </Words>
      )
    case 'asking':
      return (
        <>
          <h2 className="text-lg font-semibold">
            Who wrote this?{' '}
            <span className="font-normal text-muted">{`${stands.number} of ${stands.asked}`}</span>
          </h2>
          <div className="-mx-4 sm:-mx-8">
            <Reading item={stands.output} pixels={16} />
          </div>
          <GuessForm key={stands.output.itemId} models={stands.models} action={guess(stands.output.itemId)} />
        </>
      )
  }
}

function Words({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <section className="flex flex-col items-start gap-4">
      <h2 className="text-lg font-semibold">{title}</h2>
      {children}
    </section>
  )
}
