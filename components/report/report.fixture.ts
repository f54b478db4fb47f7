import type { QuestionChoices } from '@/lib/domain/choices'
import type { Bin, JointCell, ModelRow, Report } from '@/lib/domain/report'
import { AGREEMENT, SELF_PREFERENCE } from './agreement.fixture'
import type { ShownFeature } from './feature-bins'
import { GATE } from './gate.fixture'
import type { ShownCriterion } from './shown-criterion'

/** A report as the analysis would answer it: three models with an estimate, one with too little data. */
export const CRITERION: ShownCriterion = {
  key: 'overall',
  name: 'Overall quality',
  min: 1,
  max: 5,
  step: 1,
  higher_is: 'better',
  labels: { '1': 'Unusable', '5': 'Could be sent as it is' },
}

const model = (name: string, family: string, n: number, proxy: number, goal: number): ModelRow => ({
  model: name,
  family,
  n,
  prompts: Math.round(n * 0.8),
  proxy_mean: proxy,
  proxy_mean_ci: [proxy - 0.02, proxy + 0.02],
  goal_mean: goal,
  goal_mean_ci: [goal - 0.035, goal + 0.035],
  inflation: proxy - goal,
  se: 0.02,
  df: 38.2,
  ci: [proxy - goal - 0.04, proxy - goal + 0.04],
  p_wild: null,
  controlled: {
    estimate: proxy - goal - 0.03,
    se: 0.02,
    df: 35,
    ci: [proxy - goal - 0.07, proxy - goal + 0.01],
  },
})

const bins = (values: [number, number, number][], from: number, slope: number): Bin[] =>
  values.map(([lo, hi, n], i) => {
    const [proxy, goal] = [0.6 + slope * i, 0.55 + 0.01 * i]
    return {
      lo,
      hi,
      n,
      x_mean: (lo + hi) / 2,
      proxy_mean: proxy,
      proxy_ci: [proxy - 0.03, proxy + 0.03],
      goal_mean: goal,
      goal_ci: [goal - 0.04, goal + 0.04],
      inflation: from + slope * i,
      ci: [from + slope * i - 0.05, from + slope * i + 0.05],
    }
  })

export const REPORT: Report = {
  plan: null,
  analysis: null,
  audit: {
    slug: 'support-answers',
    name: 'Support answers',
    kind: 'self-rating',
    status: 'open',
    synthetic: true,
  },
  revision: 12,
  behind: { ratings: 14, seconds: 35 },
  contrast: { criterion: 'overall', signal: 'self', judge: null, goal: 'human', common_scale: true },
  selection: {},
  n: {
    outputs: 223,
    prompts: 120,
    raters: 6,
    ratings: 670,
    imported: 0,
    extra: 3,
    adjudication: 0,
    proxy_only: 12,
    goal_only: 0,
    set_aside_raters: 0,
    set_aside_ratings: 0,
    set_aside_comparisons: 0,
  },
  headline: {
    proxy_mean: 0.74,
    proxy_mean_ci: [0.72, 0.76],
    goal_mean: 0.6,
    goal_mean_ci: [0.57, 0.63],
    inflation: 0.14,
    se: 0.024,
    df: 61.3,
    ci: [0.09, 0.19],
    ci_raters: [0.05, 0.23],
    p_wild: null,
    share_over: 0.58,
    share_over_ci: [0.51, 0.65],
    share_tied: 0.12,
    share_tied_ci: [0.08, 0.17],
    pearson: 0.34,
    pearson_ci: [0.21, 0.46],
    spearman: 0.31,
    spearman_ci: [0.18, 0.43],
    pearson_within_prompt: null,
    pearson_within_prompt_ci: null,
    kendall: 0.24,
    kendall_ci: [0.13, 0.34],
    kendall_within_prompt: null,
    kendall_within_prompt_ci: null,
  },
  by_model: [
    model('gpt-4o', 'gpt-4', 80, 0.82, 0.61),
    model('claude-sonnet', 'claude', 75, 0.66, 0.64),
    model('llama-3-8b', 'llama', 65, 0.49, 0.57),
    {
      ...model('a-model-with-a-rather-long-name-2026-08', 'other', 3, 0.5, 0.5),
      proxy_mean: null,
      goal_mean: null,
      inflation: null,
      ci: null,
      controlled: null,
    },
  ],
  by_family: [],
  by_tag: [],
  by_signal: [],
  features: [],
  feature_regression: null,
  bins: {
    words: bins(
      [
        [12, 60, 45],
        [61, 110, 45],
        [111, 190, 44],
        [191, 320, 45],
        [321, 900, 44],
      ],
      0.04,
      0.05,
    ),
    list_items: bins(
      [
        [0, 0, 120],
        [1, 4, 52],
        [5, 18, 51],
      ],
      0.1,
      0.03,
    ),
    booster_rate: [],
  },
  joint: [
    jointCell(0.5, 0.5, 20),
    jointCell(0.75, 0.5, 61),
    jointCell(0.75, 0.75, 40),
    jointCell(1, 0.75, 52),
    jointCell(1, 0.25, 8),
    jointCell(0.25, 0.5, 12),
  ],
  self_preference: SELF_PREFERENCE,
  blinding: {
    leaks: {
      ...{ found: 12, outputs: 9, undecided: 0, masked: 7, excluded: 1, left: 4 },
      by_pattern: [
        { pattern: 'as-an-ai', found: 8, outputs: 8, undecided: 0, masked: 7, excluded: 1, left: 0 },
        { pattern: 'confident', found: 4, outputs: 3, undecided: 0, masked: 0, excluded: 0, left: 4 },
      ],
    },
    guesses: {
      ...{ n: 60, raters: 12, correct: 24, wrong: 24, dont_know: 12, index: 0, index_ci: [-0.24, 0.24] },
      ...{ chance: -0.333, beyond_chance: 0.2, beyond_chance_ci: [0.04, 0.35], why: null, authors: 3 },
      by_model: [],
    },
  },
  withdrawn: { raters: 0, ratings: 0, comparisons: 0 },
  agreement: AGREEMENT,
  presentation: null,
  comparisons: null,
  by_group: [],
  findings: [
    {
      text: 'The models rate themselves 14 points above the raters (95 % interval 9 to 19; 223 outputs).',
      section: 'by-model',
    },
  ],
  slices: null,
  ...GATE,
  notes: [
    {
      field: 'by_model.a-model-with-a-rather-long-name-2026-08',
      why: 'not enough data: 3 of at least 10 outputs',
    },
    { field: 'headline.pearson_within_prompt', why: 'not enough data: 2 prompts with several outputs' },
    { field: 'bins.booster_rate', why: 'not enough data: the feature has one value only' },
  ],
}

export const CHOICES: QuestionChoices = {
  criteria: [
    { key: 'overall', name: 'Overall quality' },
    { key: 'safety', name: 'Safety' },
  ],
  signals: [
    { signal: 'self', n: 235 },
    { signal: 'peer', n: 201 },
    { signal: 'metric:rouge1', n: 235 },
  ],
  judges: ['gpt-4o', 'claude-sonnet'],
  goals: ['human', 'verified'],
  models: [
    { model: 'gpt-4o', family: 'gpt-4' },
    { model: 'claude-sonnet', family: 'claude' },
    { model: 'llama-3-8b', family: 'llama' },
  ],
  tags: ['billing', 'refund'],
  rater_groups: [],
  features: ['words', 'booster_rate', 'list_items'],
}

export const FEATURES: ShownFeature[] = [
  { key: 'words', label: 'Words', unit: 'words', group: 'Length', log: true },
  { key: 'booster_rate', label: 'Boosters', unit: 'per 100 words', group: 'Confident tone', log: false },
  { key: 'list_items', label: 'List items', unit: 'items', group: 'Structure', log: true },
]

function jointCell(proxy: number, goal: number, n: number): JointCell {
  return { proxy, goal, n, proxy_range: [proxy, proxy], goal_range: [goal, goal] }
}
