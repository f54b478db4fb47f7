import type { QuestionChoices } from '@/lib/domain/choices'
import { exportHref, reportHref } from '@/lib/domain/links'
import type { Report } from '@/lib/domain/report'
import { CONTROL_MODEL, type Question } from '@/lib/domain/selection'
import { ChartGrid } from '../charts/chart-grid'
import { Section } from '../ui/section'
import { AgreementSection } from './agreement-section'
import { BlindingSection } from './blinding-section'
import { ByGroupFigure } from './by-group-figure'
import { ComparisonsSection } from './comparisons-section'
import { EffectsFigure } from './effects-figure'
import { type ShownFeature, sharedAxes, whyNotDrawn } from './feature-bins'
import { FeatureFigure, whyNoEffect } from './feature-figure'
import { FeaturePicker } from './feature-picker'
import { GateSection } from './gate-section'
import { JointFigure } from './joint-figure'
import { KeyFigures } from './key-figures'
import { legendOf } from './legend'
import { PartsSection } from './parts-section'
import { PlanLine } from './plan-line'
import { PresentationSection } from './presentation-section'
import { QuestionBar } from './question-bar'
import { ReportHeadline } from './report-headline'
import { SelectionChips } from './selection-chips'
import { SelfPreferenceSection } from './self-preference-section'
import type { ShownCriterion } from './shown-criterion'
import { SlicesFigure } from './slices-figure'

const MODEL: ShownFeature = { key: CONTROL_MODEL, label: 'Model', unit: '', group: 'Author', log: false }

/** The report: the finding first, then by model, by feature, and where the two scores meet. */
export function ReportView({
  report,
  question,
  choices,
  criterion,
  features,
  shown,
}: {
  report: Report
  question: Question
  choices: QuestionChoices
  criterion: ShownCriterion
  /** All features that can be drawn, and the keys of those that are. */
  features: readonly ShownFeature[]
  shown: readonly string[]
}) {
  const { slug } = report.audit
  const drawn = shown.flatMap((key) => features.find((feature) => feature.key === key) ?? [])
  const compared = drawn.filter((feature) => whyNotDrawn(report, feature) === null)
  const axes = sharedAxes(report, shown)
  const label = (key: string) => features.find((feature) => feature.key === key)?.label ?? key
  return (
    <>
      <PlanLine report={report} />
      <ReportHeadline report={report} question={question} hasProxy={choices.signals.length > 0} />
      <QuestionBar
        path={`/audits/${slug}`}
        question={question}
        contrast={report.contrast}
        choices={choices}
        features={features.map(({ key, label }) => ({ key, label }))}
      />
      <SelectionChips question={question} hrefOf={(q) => reportHref(slug, q)} featureLabel={label} />
      <PartsSection report={report} question={question} criterion={criterion} />
      <SelfPreferenceSection report={report} question={question} />
      {report.by_group.length > 0 && (
        <Section
          anchor="by-group"
          title="By group of raters"
          description="Which people count can change the answer."
        >
          <ByGroupFigure report={report} question={question} criterion={criterion} />
        </Section>
      )}
      <Section
        anchor="features"
        title="Surface features"
        description="How ratings go with what can be counted in the text alone. Panels of one kind share their scale."
      >
        <EffectsFigure report={report} question={question} featureLabel={label} />
        <h3 className="mt-12 mb-3 text-[15px] font-semibold">One feature at a time</h3>
        <div className="mb-6 flex flex-wrap gap-2">
          <FeaturePicker
            title="Choose features"
            hrefOf={(feature) => reportHref(slug, { ...question, feature })}
            chosen={shown}
            features={features}
          />
          <FeaturePicker
            title={question.control.length > 0 ? `Held equal: ${question.control.length}` : 'Hold equal'}
            verbs={['Hold equal', 'No longer hold equal']}
            hrefOf={(control) => reportHref(slug, { ...question, control })}
            chosen={question.control}
            features={[MODEL, ...features]}
          />
        </div>
        {compared.length > 0 && (
          <ChartGrid
            legend={legendOf(report.contrast)}
            note={`${whyNoEffect(question)} Select a bin to read its outputs.`}
          >
            {compared.map((feature) => (
              <FeatureFigure
                key={feature.key}
                report={report}
                question={question}
                criterion={criterion}
                feature={feature}
                axes={axes}
              />
            ))}
          </ChartGrid>
        )}
        <NotDrawn report={report} features={drawn} />
      </Section>
      <PresentationSection report={report} criterion={criterion} />
      <ComparisonsSection report={report} question={question} />
      <GateSection
        report={report}
        question={question}
        criterion={criterion}
        otherGoal={choices.goals.includes('verified')}
      />
      <AgreementSection report={report} question={question} criterion={criterion} />
      <BlindingSection report={report} />
      <Section
        anchor="slices"
        title="Slices"
        description="Where inflation is largest, corrected for having looked at many parts."
      >
        <SlicesFigure report={report} question={question} featureLabel={label} />
      </Section>
      <div className="grid grid-cols-1 gap-x-16 lg:grid-cols-2">
        <Section title="Key figures">
          <KeyFigures report={report} criterion={criterion} />
          <p className="mt-3 flex flex-wrap gap-x-5 gap-y-1 text-[13px] text-muted print:hidden">
            <a href={exportHref(slug, 'inflation.csv', question)} className="underline" download>
              All scores, an output a row, as CSV
            </a>
            <a href={exportHref(slug, 'audit.zip', question)} className="underline" download>
              The whole audit, as a zip
            </a>
            <a href={exportHref(slug, 'codebook.csv', {})} className="underline" download>
              What the columns of the CSVs mean
            </a>
          </p>
        </Section>
        {report.joint.length > 0 && (
          <Section anchor="score-by-score" title="Score by score">
            <JointFigure report={report} question={question} criterion={criterion} />
          </Section>
        )}
      </div>
    </>
  )
}

/** The features that were asked for and say nothing here, each with its reason. */
function NotDrawn({ report, features }: { report: Report; features: readonly ShownFeature[] }) {
  const silent = features.flatMap((feature) => {
    const why = whyNotDrawn(report, feature)
    return why === null ? [] : [{ ...feature, why }]
  })
  if (silent.length === 0) return null
  return (
    <div className="mt-8 text-sm">
      <h3 className="font-semibold">Nothing to compare</h3>
      <ul className="text-muted">
        {silent.map(({ key, label, why }) => (
          <li key={key}>
            {label}: {why}
          </li>
        ))}
      </ul>
    </div>
  )
}
