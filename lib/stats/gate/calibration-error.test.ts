import { describe, expect, it } from 'vitest'
import { clusteredMean } from '../clustered-mean'
import { seededRandom } from '../random'
import { calibration } from './calibration'
import { calibrationError } from './calibration-error'
import { crossFittedLevels } from './cross-fitted-levels'
import { crossFittedIsotonic } from './isotonic'

const outcomes = (levels: number, each: number, seed: number, shift = 0) => {
  const random = seededRandom(seed)
  const rows = Array.from({ length: levels * each }, (_, i) => ({
    group: i % levels,
    said: ((i % levels) + 0.5) / levels,
    found: Number(random() < ((i % levels) + 0.5) / levels - shift),
  }))
  return {
    clusters: rows.map((_, i) => i),
    group: rows.map(({ group }) => group),
    groups: levels,
    said: rows.map(({ said }) => said),
    found: rows.map(({ found }) => found),
  }
}

describe('calibrationError', () => {
  it('for single outputs with 0/1 outcomes is `calibration`, debiasing included', () => {
    const rows = outcomes(5, 30, 3, 0.1)
    const of = (l: number, what: number[]) => what.filter((_, i) => rows.group[i] === l)
    const plain = calibration({
      confidence: Array.from({ length: 5 }, (_, l) => (l + 0.5) / 5),
      counts: Array.from({ length: 5 }, () => 30),
      outcomes: Array.from({ length: 5 }, (_, l) => of(l, rows.found).reduce((a, b) => a + b, 0)),
    })
    const clustered = calibrationError(rows)
    expect(clustered.ece).toBeCloseTo(plain.ece!, 12)
    expect(clustered.mce).toBeCloseTo(plain.mce!, 12)
    expect(clustered.signed).toBeCloseTo(plain.signedOverconfidence!, 12)
    expect(clustered.squareDebiased).toBeCloseTo(plain.squaredEceDebiased!, 12)
  })

  it('takes off the clustered variance of each level’s mean', () => {
    const clusters = [0, 0, 0, 1, 1, 2, 2, 2, 3]
    const found = [0.1, 0.2, 0.2, 0.8, 0.9, 0.4, 0.5, 0.5, 0.6]
    const { squareDebiased } = calibrationError({
      clusters,
      found,
      said: found.map(() => 0.7),
      group: found.map(() => 0),
      groups: 1,
    })
    const mean = clusteredMean([3, 2, 3, 1], [0.5, 1.7, 1.4, 0.6])
    expect(squareDebiased).toBeCloseTo((0.7 - mean.estimate!) ** 2 - mean.se! ** 2, 12)
  })

  it('is about unbiased where the plain one is not, and its interval mostly covers', () => {
    // The shift of 0.15 is cut to 0.05 at the lowest level.
    const truth = Math.sqrt(0.9 * 0.15 ** 2 + 0.1 * 0.05 ** 2)
    let [plain, debiased, covered] = [0, 0, 0]
    for (let seed = 0; seed < 400; seed++) {
      const { ece, squareDebiased, errorCi } = calibrationError(outcomes(10, 8, seed, 0.15))
      plain += ece! / 400
      debiased += squareDebiased! / 400
      if (errorCi![0] <= truth && truth <= errorCi![1]) covered += 1 / 400
    }
    expect(debiased).toBeCloseTo(truth ** 2, 2.5)
    expect(plain).toBeGreaterThan(0.155)
    expect(covered).toBeGreaterThan(0.9)
  })

  it('says what it lacks', () => {
    expect(calibrationError({ clusters: [], said: [], found: [], group: [], groups: 0 }).reason).toMatch(
      /no labelled/,
    )
    const one = { clusters: [0, 0], said: [1, 1], found: [0, 1], group: [0, 0], groups: 1 }
    expect(calibrationError(one)).toMatchObject({ ece: 0.5, error: null, errorCi: null })
  })
})

describe('crossFittedLevels', () => {
  it('has the map and the fits of crossFittedIsotonic for the same folds', () => {
    const random = seededRandom(11)
    const x = [0.1, 0.4, 0.6, 0.9]
    const clusters = Array.from({ length: 60 }, (_, i) => Math.floor(i / 3))
    const level = clusters.map(() => Math.floor(random() * 4))
    const goal = level.map((l) => l / 4 + random() / 2)
    const { fitted, fold, folds, map } = crossFittedLevels({ clusters, level, goal }, x)
    const values = level.map((l) => x[l]!)
    expect(folds).toBe(5)
    expect(map).toEqual(crossFittedIsotonic(values, goal, clusters).map)
    for (const held of [0, 3]) {
      const train = [...fold.keys()].filter((i) => fold[i] !== held)
      const own = crossFittedIsotonic(
        train.map((i) => values[i]!),
        train.map((i) => goal[i]!),
        train.map((i) => clusters[i]!),
      ).map
      fold.forEach((f, i) => {
        if (f === held) expect(fitted[i]).toBeCloseTo(own.y[own.x.indexOf(values[i]!)]!, 12)
      })
    }
    // The outputs of a prompt stay together.
    for (let i = 0; i < 60; i += 3) expect(new Set(fold.slice(i, i + 3)).size).toBe(1)
  })

  it('fits nothing with one prompt', () => {
    const { fitted, folds } = crossFittedLevels({ clusters: [4, 4], level: [0, 1], goal: [0, 1] }, [0, 1])
    expect(folds).toBe(1)
    expect([...fitted].every(Number.isNaN)).toBe(true)
  })
})
