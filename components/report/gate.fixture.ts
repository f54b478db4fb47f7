import type { Report } from '@/lib/domain/report'
import type { GatePoint } from '@/lib/domain/report-gate'

const around = (share: number, half: number): [number, number] => [
  Math.max(0, share - half),
  Math.min(1, share + half),
]

const point = (t: number, outputs: number, n: number, rejected: number): GatePoint => ({
  t,
  outputs,
  pass_rate: outputs / 235,
  pass_rate_ci: around(outputs / 235, 0.06),
  n,
  rejected,
  false_accept_rate: n < 10 ? null : rejected / n,
  ci: n < 10 ? null : around(rejected / n, 0.07),
  recall: (n - rejected) / 150,
  recall_ci: around((n - rejected) / 150, 0.08),
  false_reject_rate: 1 - (n - rejected) / 150,
  false_reject_rate_ci: around(1 - (n - rejected) / 150, 0.08),
  false_positive_rate: rejected / 73,
  false_positive_rate_ci: around(rejected / 73, 0.09),
})

/** The gate's part of a report: five levels of a 1–5 score, the top one with too few judged outputs. */
export const GATE: Pick<Report, 'gate' | 'calibration' | 'prediction_powered' | 'classification'> = {
  gate: {
    accept_at: 0.5,
    higher_is: 'better',
    max_false_accept: 0.1,
    delta: 0.05,
    outputs: 235,
    n: 223,
    rejected: 73,
    curve: [
      point(0, 235, 223, 73),
      point(0.25, 230, 218, 68),
      point(0.5, 200, 190, 50),
      point(0.75, 146, 140, 14),
      point(1, 9, 8, 0),
    ],
    auc: 0.81,
    auc_ci: [0.75, 0.87],
    recommended: null,
    certification: {
      n: 120,
      minimum_passes: 76,
      tests: [{ t: 0.75, n: 79, k: 8, p: 0.4, certified: false }],
      more_prompts: 900,
      why_none:
        'of 79 judged outputs of different prompts that the strictest testable gate passes, 8 are rejected',
      holds_for: 'new outputs drawn like these.',
    },
  },
  calibration: {
    n: 223,
    folds: 5,
    levels: [0, 0.25, 0.5, 0.75, 1].map((signal) => ({
      signal,
      n: 45,
      goal_mean: 0.2 + 0.5 * signal,
      goal_mean_ci: [0.15 + 0.5 * signal, 0.25 + 0.5 * signal],
      calibrated: 0.2 + 0.5 * signal,
    })),
    before: { error: 0.16, error_ci: [0.12, 0.2], ece: 0.17, mce: 0.3, signed: 0.14 },
    after: { error: 0, error_ci: [0, 0.05], ece: 0.04, mce: 0.08, signed: 0 },
  },
  prediction_powered: {
    n: 223,
    unlabelled: 12,
    mean: 0.6,
    mean_ci: [0.57, 0.63],
    se: 0.015,
    df: 119,
    lambda: 0.04,
    classical_mean: 0.6,
    classical_mean_ci: [0.57, 0.63],
    classical_se: 0.0153,
    effective_n: 232,
    by_model: [],
  },
  classification: null,
}
