'use client'

import { Activity, useEffect, useRef, useState } from 'react'
import type { BlindAudit } from '@/lib/domain/blind'
import { focusCriterion } from './criterion-field'
import { Ending } from './ending'
import { Guidelines } from './guidelines'
import { Legend } from './legend'
import { Reading } from './reading'
import { ScalePanel } from './scale-panel'
import { Sheet } from './sheet'
import { SkipForm } from './skip-form'
import { current } from './state'
import { TopBar } from './top-bar'
import { TroubleNotice } from './trouble-notice'
import { useActiveTime } from './use-active-time'
import { useHotkeys } from './use-hotkeys'
import { useRating } from './use-rating'
import { Waiting } from './waiting'

/** One output at a time: the text, and beside it, or under the thumb on a phone, the scales. */
export function Desk({ audit }: { audit: BlindAudit }) {
  const { state, dispatch, tryAgain, goBack } = useRating(audit.id, audit.progress)
  const [sheet, setSheet] = useState<'guidelines' | 'legend' | 'skip' | null>(null)
  const root = useRef<HTMLDivElement>(null)
  const place = current(state)
  const itemId = place?.item.item_id ?? null
  const secondsOn = useActiveTime(itemId)
  useHotkeys(root, state.active)

  const { active, said } = state
  // biome-ignore lint/correctness/useExhaustiveDependencies: whenever something is said, the rater goes on there
  useEffect(() => {
    focusCriterion(root.current, active)
  }, [said.count])
  // biome-ignore lint/correctness/useExhaustiveDependencies: another item starts at its top
  useEffect(() => {
    window.scrollTo({ top: 0, behavior: 'instant' })
  }, [itemId])

  const close = () => setSheet(null)
  const submit = () => {
    if (!itemId) return
    const seconds = Math.min(secondsOn(itemId), 86_400)
    dispatch({ type: 'submitted', attempt: crypto.randomUUID(), seconds })
  }
  const skip = (reason: string) => {
    close()
    dispatch({ type: 'skipped', reason })
  }

  // The next item is drawn already, out of sight, so that it is there at once.
  const drawn = state.back ? [state.back, ...state.queue] : state.queue
  return (
    <div ref={root} className="flex min-h-dvh flex-col">
      <TopBar
        progress={state}
        onGuidelines={() => setSheet('guidelines')}
        onLegend={() => setSheet('legend')}
      />
      <p role="status" aria-live="polite" className="sr-only">
        {said.text}
        {said.count % 2 ? '\u00a0' : ''}
      </p>
      {state.phase === 'finished' || state.phase === 'stopped' ? (
        <Ending title={audit.title} state={state} />
      ) : (
        <div className="flex flex-1 flex-col lg:grid lg:grid-cols-[minmax(0,1fr)_400px]">
          <main className="flex-1">
            <h1 className="sr-only">{audit.title}</h1>
            {state.trouble && (
              <div className="mx-auto max-w-[800px] px-4 pt-4 sm:px-8">
                <TroubleNotice
                  trouble={state.trouble}
                  onTryAgain={tryAgain}
                  onRead={() => dispatch({ type: 'read-notice' })}
                />
              </div>
            )}
            {drawn.map(({ item }, i) => (
              <Activity key={item.item_id} mode={i === 0 ? 'visible' : 'hidden'}>
                <Reading item={item} />
              </Activity>
            ))}
            {!place && <Waiting />}
          </main>
          <aside
            aria-label="Rating"
            className="sticky bottom-0 flex max-h-[55dvh] flex-col border-t border-border-strong bg-bg lg:top-[46px] lg:bottom-auto lg:h-[calc(100dvh-46px)] lg:max-h-none lg:border-t-0 lg:border-l lg:border-border"
          >
            {place && (
              <ScalePanel
                key={place.item.item_id + (state.back ? ' again' : '')}
                place={place}
                active={active}
                isBack={state.back !== null}
                mayGoBack={state.last !== null && state.outbox.length === 0}
                onChoose={(key, score) => dispatch({ type: 'chose', key, score })}
                onComment={(comment) => dispatch({ type: 'commented', comment })}
                onFocus={(index) => dispatch({ type: 'focused', active: index })}
                onSubmit={submit}
                onSkip={() => setSheet('skip')}
                onBack={goBack}
                onLeaveBack={() => dispatch({ type: 'left-back' })}
              />
            )}
          </aside>
        </div>
      )}
      <Sheet title={audit.title} open={sheet === 'guidelines'} onClose={close}>
        <Guidelines {...(place?.item ?? audit)} />
      </Sheet>
      <Sheet title="Keys" open={sheet === 'legend'} onClose={close}>
        <Legend />
      </Sheet>
      <Sheet title="Skip this output?" open={sheet === 'skip'} onClose={close}>
        <SkipForm onSkip={skip} />
      </Sheet>
    </div>
  )
}
