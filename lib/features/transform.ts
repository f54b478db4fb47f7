import type { FeatureDefinition } from './definition'

/** Where the features marked `winsorised` are cut: values above this quantile of the sample are set to it. */
export const WINSORISE_QUANTILE = 0.99

/**
 * A feature's value as a regression uses it, as far as one value alone can tell: ln(1 + x), ln x, or x itself.
 * `winsorised` features pass unchanged, since the cut needs the sample. Null where the value is missing or its
 * logarithm is not defined.
 */
export function transformFeature({ transform }: FeatureDefinition, value: number | null): number | null {
  if (value === null) return null
  switch (transform) {
    case 'log1p':
      return value > -1 ? Math.log1p(value) : null
    case 'log':
      return value > 0 ? Math.log(value) : null
    case 'identity':
    case 'winsorised':
      return value
  }
}
