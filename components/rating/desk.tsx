'use client'

import { Activity, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { Button, ButtonLink } from '@/components/ui/button'
import { classNames } from '@/components/ui/class-names'
import type { BlindAudit } from '@/lib/domain/blind'
import { submissionFaults } from '@/lib/domain/scores'
import { attemptKey } from './attempt-key'
import { Completed } from './completed'
import { cutOffWords, waitingWords } from './connection'
import { focusCriterion } from './criterion-field'
import { Ending } from './ending'
import { LessonPanel } from './lesson-panel'
import { Paused } from './paused'
import { Reading } from './reading'
import { ScalePanel } from './scale-panel'
import { type SheetName, Sheets } from './sheets'
import { SideBySide } from './side-by-side'
import { current } from './state'
import { TopBar } from './top-bar'
import { TroubleNotice } from './trouble-notice'
import { useActiveTime } from './use-active-time'
import { useDevice } from './use-device'
import { useHotkeys } from './use-hotkeys'
import { useOnline } from './use-online'
import { useRating } from './use-rating'
import { useTextSize } from './use-text-size'
import { Waiting, WaitingForConnection } from './waiting'

export type DeskProps = {
  audit: BlindAudit
  /** Tells people who share a device apart, and says nothing of them. */
  rater: string
  /** Where raters who have finished are asked one more thing; null where nothing is asked. */
  finishHref: string | null
  /** Whether the rater is a panel's participant, who is handed a completion code at the end. */
  fromPanel: boolean
}

/** Where the scales stand on a wide screen. */
const BESIDE =
  'lg:top-[46px] lg:bottom-auto lg:h-[calc(100dvh-46px)] lg:max-h-none lg:border-t-0 lg:border-l lg:border-border'

/** One output at a time: the text, and beside it, or under the thumb on a phone, the scales. */
export function Desk({ audit, rater, finishHref, fromPanel }: DeskProps) {
  const { state, dispatch, tryAgain, goBack, mine } = useRating(audit.id, rater, audit.progress)
  const [sheet, setSheet] = useState<SheetName | null>(null)
  const [isPaused, setPaused] = useState(false)
  const textSize = useTextSize()
  const root = useRef<HTMLDivElement>(null)
  const place = current(state)
  const itemId = place?.item.item_id ?? null
  const clock = useActiveTime(isPaused ? null : itemId, state.recalled)
  const isCutOff = !useOnline() || state.trouble?.kind === 'unsent'
  useDevice(audit.id, rater, state, clock)
  useHotkeys(root, state.active)

  const { active, said } = state
  // biome-ignore lint/correctness/useExhaustiveDependencies: whenever something is said, the rater goes on there
  useLayoutEffect(() => {
    focusCriterion(root.current, active)
  }, [said.count, isPaused])
  // biome-ignore lint/correctness/useExhaustiveDependencies: another item starts at its top
  useEffect(() => {
    window.scrollTo({ top: 0, behavior: 'instant' })
  }, [itemId])

  // By now this device holds nothing of it any more; the task's page says the rest.
  useEffect(() => {
    if (state.phase === 'withdrawn') window.location.replace(`/rate/${audit.id}`)
  }, [state.phase, audit.id])

  const submit = () => {
    if (!place) return
    const { item, work } = place
    const isWhole = submissionFaults(item.criteria, work.scores).length === 0
    const seconds = isWhole ? Math.min(clock.take(item.item_id), 86_400) : 0
    dispatch({ type: 'submitted', attempt: attemptKey(), seconds })
  }
  const undo = () => dispatch({ type: 'undone' })
  const openMine = () => setSheet('mine')
  const waiting = waitingWords(state.outbox)
  const isOver = state.phase === 'finished' || state.phase === 'stopped'
  // The next item is drawn already, out of sight, so that it is there at once.
  const front = state.back ?? state.lesson
  const drawn = front ? [front, ...state.queue] : state.queue
  // The answers to two texts stand under them, from left to right as they do.
  const isPair = (front ?? state.queue[0])?.item.other_text != null
  const practice = (place ?? state.lesson)?.item.practice ?? null
  return (
    <div ref={root} className="flex min-h-dvh flex-col">
      <TopBar
        progress={state}
        practice={practice}
        pace={state.pace}
        connection={isCutOff ? cutOffWords(waiting, place !== null) : null}
        textSize={textSize}
        isPaused={isPaused}
        onPause={() => setPaused(!isPaused && !isOver)}
        onMine={openMine}
        onGuidelines={() => setSheet('guidelines')}
        onLegend={() => setSheet('legend')}
        onMore={() => setSheet('more')}
      />
      <p role="status" aria-live="polite" className="sr-only">
        {said.text}
        {said.count % 2 ? '\u00a0' : ''}
      </p>
      {isOver && !front ? (
        <Ending
          title={audit.title}
          state={state}
          completion={fromPanel && <Completed auditId={audit.id} isAllSent={state.outbox.length === 0} />}
        >
          {state.done > 0 && state.trouble?.kind !== 'over' && (
            <Button variant="ghost" onClick={() => setSheet('withdraw')}>
              Withdraw your ratings…
            </Button>
          )}
          {finishHref && state.done > 0 && <ButtonLink href={finishHref}>One last question</ButtonLink>}
          {state.phase === 'finished' && (
            <>
              <Button onClick={openMine}>Your ratings</Button>
              <Button aria-keyshortcuts="u" disabled={!state.last} onClick={undo}>
                Undo the last one
              </Button>
            </>
          )}
        </Ending>
      ) : (
        <div
          className={classNames(
            'flex flex-1 flex-col',
            !isPair && 'lg:grid lg:grid-cols-[minmax(0,1fr)_400px]',
          )}
        >
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
            {isPaused && <Paused onGoOn={() => setPaused(false)} />}
            {drawn.map(({ item }, i) => (
              <Activity key={item.item_id} mode={i === 0 && !isPaused ? 'visible' : 'hidden'}>
                {item.other_text === null ? (
                  <Reading item={item} pixels={textSize.pixels} />
                ) : (
                  <SideBySide item={item} pixels={textSize.pixels} />
                )}
              </Activity>
            ))}
            {!place &&
              !state.lesson &&
              !isPaused &&
              (isCutOff ? <WaitingForConnection words={waiting} /> : <Waiting />)}
          </main>
          <aside
            aria-label="Rating"
            className={classNames(
              'sticky bottom-0 flex max-h-[55dvh] flex-col border-t border-border-strong bg-bg',
              !isPair && BESIDE,
            )}
          >
            {state.lesson && !isPaused && (
              <LessonPanel
                key={state.lesson.item.item_id}
                lesson={state.lesson}
                onGoOn={() => dispatch({ type: 'went-on' })}
              />
            )}
            {place && !isPaused && (
              <ScalePanel
                key={place.item.item_id + (state.back ? ' again' : '')}
                place={place}
                active={active}
                isBack={state.back !== null}
                mayUndo={state.last !== null}
                onChoose={(key, score) => dispatch({ type: 'chose', key, score })}
                onComment={(comment) => dispatch({ type: 'commented', comment })}
                onFocus={(index) => dispatch({ type: 'focused', active: index })}
                onSubmit={submit}
                onSkip={() => setSheet('skip')}
                onUndo={undo}
                onLeaveBack={() => dispatch({ type: 'left-back' })}
              />
            )}
          </aside>
        </div>
      )}
      <Sheets
        open={sheet}
        audit={audit}
        item={place?.item ?? null}
        state={state}
        textSize={textSize}
        loadMine={mine}
        onOpen={setSheet}
        onSkip={(reason) => dispatch({ type: 'skipped', reason })}
        onChange={goBack}
        fromPanel={fromPanel}
        onWithdrawn={() => {
          setSheet(null)
          dispatch({ type: 'withdrew' })
        }}
      />
    </div>
  )
}
