import { fromTo } from '@/lib/domain/format'
import { firstThreshold, recommendation } from '@/lib/domain/gate-words'
import { exportHref, methodHref, reportHref } from '@/lib/domain/links'
import type { Report } from '@/lib/domain/report'
import type { Question } from '@/lib/domain/selection'
import { whyShown } from '@/lib/domain/sentences'
import { ChartGrid } from '../charts/chart-grid'
import { PageLink } from '../ui/page-link'
import { Section } from '../ui/section'
import { CalibrationFigure } from './calibration-figure'
import { ClassificationFigure } from './classification-figure'
import { GateExplorer } from './gate-explorer'
import { gateChoices, gateDrawn, gateFormat, gateSteps, gateTitle, signalAxis } from './gate-steps'
import { GateTable } from './gate-table'
import { GateTarget } from './gate-target'
import { goalMark } from './part-rows'
import { PredictionPoweredPart } from './prediction-powered-part'
import { RocFigure } from './roc-figure'
import type { ShownCriterion } from './shown-criterion'

type Props = { report: Report; question: Question; criterion: ShownCriterion; otherGoal: boolean }

/** What it would cost to trust the score: as a gate, as a reading of what people say, as a help to the raters. */
export function GateSection({ report, question, criterion, otherGoal }: Props) {
  const { gate, notes, audit, contrast } = report
  return (
    <Section
      anchor="gate"
      title="What a gate on this score would let through"
      description={`A gate accepts every output whose score is good enough. Held here against what people say of the same outputs.${report.contrast.common_scale ? ` Thresholds are on the scale of “${criterion.name}”, ${fromTo(criterion.min, criterion.max)}, to which scores given on another are converted.` : ''}`}
    >
      {gate.curve.length === 0 ? (
        <p className="text-muted first-letter:uppercase">{whyShown(notes, 'gate')}</p>
      ) : (
        <div className="flex flex-col gap-12">
          <Explorer report={report} question={question} criterion={criterion} />
          <Target report={report} question={question} criterion={criterion} />
          {contrast.goal === 'human' && otherGoal && (
            <p className="-mt-8 text-sm">
              <PageLink
                href={reportHref(audit.slug, { ...question, goal: 'verified' })}
                className="underline"
              >
                Count the verified false accepts instead
              </PageLink>
              : what the verified label, not the raters, rejects.
            </p>
          )}
          <ClassificationFigure report={report} question={question} />
          <ChartGrid>
            {report.classification === null && (
              <RocFigure report={report} question={question} criterion={criterion} />
            )}
            <CalibrationFigure report={report} question={question} criterion={criterion} />
          </ChartGrid>
          <PredictionPoweredPart report={report} criterion={criterion} />
        </div>
      )}
    </Section>
  )
}

type Part = Omit<Props, 'otherGoal'>

function Explorer({ report, question, criterion }: Part) {
  const { gate, audit, contrast } = report
  const title = gateTitle(report, criterion)
  const goal = goalMark(contrast.goal)
  const names = {
    pass: 'Pass',
    rate: contrast.goal === 'human' ? 'People would reject' : 'Label rejects',
  }
  return (
    <GateExplorer
      // Another question has other thresholds: what was chosen in the last one means nothing there.
      key={`${contrast.criterion} ${contrast.signal} ${contrast.judge} ${contrast.goal} ${gate.outputs} ${gate.recommended?.t}`}
      first={firstThreshold(gate)}
      choices={gateChoices(report, question, criterion)}
      frame={{
        title,
        drawn: gateDrawn(report),
        fileName: `${audit.slug}-gate`,
        csvHref: exportHref(audit.slug, 'gate.csv', question),
        methodHref: methodHref('gate'),
        legend: [
          { kind: 'proxy', label: 'Share that passes' },
          {
            kind: goal,
            label:
              contrast.goal === 'human'
                ? 'of those, people would reject'
                : 'of those, the verified label rejects',
          },
        ],
      }}
      chart={{
        label: title,
        steps: gateSteps(report, question, criterion),
        target: gate.max_false_accept,
        x: signalAxis(report, criterion),
        holds: gate.higher_is === 'better' ? 'left' : 'right',
        goal,
        names,
      }}
      table={<GateTable report={report} question={question} criterion={criterion} />}
    />
  )
}

/** The target, and which threshold surely holds it. */
function Target({ report, question, criterion }: Part) {
  const { gate, audit } = report
  const { verdict, reason } = recommendation(gate, gateFormat(report, criterion))
  return (
    <div className="flex flex-col gap-3">
      <h3 className="text-[15px] font-semibold">Which threshold surely holds a target?</h3>
      <GateTarget path={`/audits/${audit.slug}`} question={question} />
      <p className="max-w-measure">
        <strong>{verdict}</strong> {reason}
      </p>
      <p className="max-w-measure text-[13px] text-muted">
        The guarantee is for {gate.certification.holds_for}{' '}
        <PageLink href={methodHref('gate-guarantee')} className="underline">
          Method
        </PageLink>
      </p>
    </div>
  )
}
