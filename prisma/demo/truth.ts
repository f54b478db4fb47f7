import type { Style } from './style'

/**
 * What is planted in the demo. Everything is in unit scores; effects are per standard deviation of the transformed
 * feature over the demo's outputs. An output's true inflation is `inflation` of its model + the sum of
 * SELF_EFFECTS × z; its true goal is `quality` of its model + prompt + output + the sum of GOAL_EFFECTS × z.
 * Ratings are drawn so that their expectation is exactly the true value, and the raters' severities sum to zero over
 * each output's raters.
 */
export type DemoModel = { name: string; family: string; quality: number; inflation: number; style: Style }

export const MODELS: readonly DemoModel[] = [
  {
    name: 'brook-1',
    family: 'brook',
    quality: 0.4,
    inflation: 0.04,
    style: { points: [0, 2], padding: [0, 2], list: 0.15, header: 0, bold: 0.05, hedge: 0.7, booster: 0.1 },
  },
  {
    name: 'harbor-2',
    family: 'harbor',
    quality: 0.47,
    inflation: 0.09,
    style: { points: [1, 4], padding: [1, 5], list: 0.35, header: 0.1, bold: 0.2, hedge: 0.4, booster: 0.25 },
  },
  {
    name: 'summit-3-mini',
    family: 'summit',
    quality: 0.43,
    inflation: 0.14,
    style: { points: [1, 4], padding: [2, 7], list: 0.6, header: 0.3, bold: 0.5, hedge: 0.2, booster: 0.5 },
  },
  {
    name: 'summit-3',
    family: 'summit',
    quality: 0.5,
    inflation: 0.18,
    style: { points: [2, 4], padding: [3, 12], list: 0.7, header: 0.6, bold: 0.6, hedge: 0.2, booster: 0.6 },
  },
]

/** Feature effects on a model's own rating beyond the goal: the inflation that follows surface features. */
export const SELF_EFFECTS: Readonly<Record<string, number>> = {
  words: 0.05,
  booster_rate: 0.03,
  list_items: 0.02,
}

/** Feature effects on the humans: length sways them too, and less. */
export const GOAL_EFFECTS: Readonly<Record<string, number>> = { words: 0.02 }

/** Severity of each simulated rater (positive: lenient). All five rate each output, so that these cancel. */
export const SEVERITIES: Readonly<Record<string, number>> = {
  Aino: 0.06,
  Bruno: 0.03,
  Chidi: 0,
  Dalia: -0.03,
  Edda: -0.06,
}

/** The raters who read such answers for a living. They are stricter by 0.075: inflation depends on whom one asks. */
export const EXPERTS: readonly string[] = ['Chidi', 'Dalia', 'Edda']

/**
 * How far a judge rates outputs of others above the goal, as a share of its own inflation; and more for its family. The
 * rest of its inflation it has for its own outputs alone: its self-preference is (1 − PEER_SHARE) × their mean inflation.
 */
export const PEER_SHARE = 0.5
export const FAMILY_BONUS = 0.03
