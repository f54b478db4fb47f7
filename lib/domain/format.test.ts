import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  countOf,
  formatBytes,
  formatClock,
  formatCount,
  formatDay,
  formatInterval,
  formatNumber,
  formatOnScale,
  formatP,
  formatPoints,
  formatQuantity,
  formatSeconds,
  formatShare,
  formatSignedPoints,
  formatTime,
  fromTo,
  LEVEL,
  pointDigits,
  scaleDigits,
  withUnit,
} from './format'

describe('numbers', () => {
  it.each([
    [0, 0, '0'],
    [-0.04, 1, '0.0'],
    [-0.06, 1, '−0.1'],
    [1234, 0, '1234'],
    [12345.67, 1, '12\u202f345.7'],
    [-1234567, 0, '−1\u202f234\u202f567'],
  ])('%d with %d digits is %s', (value, digits, text) => {
    expect(formatNumber(value, digits)).toBe(text)
  })

  it('writes what is not computable as a dash', () => {
    for (const text of [formatNumber(null), formatShare(null), formatP(null), formatSeconds(null)])
      expect(text).toBe('–')
    expect(formatNumber(Number.NaN)).toBe('–')
  })

  it('never writes a hyphen for a minus, nor a signed zero', () => {
    fc.assert(
      fc.property(fc.double({ min: -1e9, max: 1e9, noNaN: true }), fc.integer({ min: 0, max: 6 }), (x, d) => {
        const text = formatNumber(x, d)
        expect(text).not.toContain('-')
        expect(text).not.toMatch(/^−[0.]+$/)
        const back = Number(text.replace('−', '-').replaceAll('\u202f', ''))
        expect(Math.abs(back - x)).toBeLessThanOrEqual(0.5000001 * 10 ** -d + Math.abs(x) * 1e-12)
      }),
    )
  })
})

describe('scores', () => {
  it('shows unit scores as points, with decimals only where the interval is narrow', () => {
    expect(formatPoints(0.1412)).toBe('14')
    expect(formatSignedPoints(0.1412)).toBe('+14')
    expect(formatSignedPoints(-0.258)).toBe('−26')
    expect(formatSignedPoints(0.001)).toBe('0')
    expect(pointDigits([0.09, 0.19])).toBe(0)
    expect(pointDigits([0.1, 0.13])).toBe(1)
    expect(pointDigits(null)).toBe(0)
  })

  it('puts unit scores back on the scale', () => {
    expect(formatOnScale(0.6, { min: 1, max: 5 })).toBe('3.40')
    expect(formatOnScale(0.6, { min: 0, max: 100 })).toBe('60')
    expect(formatOnScale(0.6, { min: 0, max: 10 })).toBe('6.0')
    expect(scaleDigits({ min: 0, max: 1 })).toBe(2)
  })

  it('writes intervals by the formatter of their estimate', () => {
    expect(formatInterval([0.09, 0.19], (x) => formatPoints(x))).toBe('9\u00a0to\u00a019')
    expect(formatInterval(null, String)).toBeNull()
  })
})

describe('others', () => {
  it.each([
    [0.0004, '< 0.001'],
    [0.0312, '0.031'],
    [0.31, '0.31'],
  ])('p %d is %s', (p, text) => expect(formatP(p)).toBe(text))

  it.each([
    [0.0123, '0.012'],
    [0.5, '0.50'],
    [12.34, '12.3'],
    [512.4, '512'],
    [7, '7'],
  ])('quantity %d is %s', (value, text) => expect(formatQuantity(value)).toBe(text))

  it.each([
    [40, '40\u202fs'],
    [720, '12\u202fmin'],
    [10_800, '3\u202fh'],
    [259_200, '3\u202fd'],
    [0.3, '0.3\u202fs'],
    [9.96, '10\u202fs'],
    [4, '4\u202fs'],
  ])('%d seconds are %s', (seconds, text) => expect(formatSeconds(seconds)).toBe(text))

  it.each([
    [0, '0\u202fB'],
    [1_500, '1.5\u202fkB'],
    [57_000_000, '57\u202fMB'],
  ])('%d bytes are %s', (bytes, text) => expect(formatBytes(bytes)).toBe(text))

  it('counts in words', () => {
    expect(countOf(1, 'output')).toBe('1\u00a0output')
    expect(countOf(12_000, 'reply', 'replies')).toBe('12\u202f000\u00a0replies')
    expect(formatCount(0)).toBe('0')
    expect(formatShare(0.374)).toBe('37\u202f%')
  })

  it('never ends a line between a number and what belongs to it', () => {
    for (const text of [countOf(223, 'output'), withUnit('+14', 'points'), fromTo('9', '19'), LEVEL])
      expect(text).not.toContain(' ')
  })

  it('writes times in UTC, whatever the zone', () => {
    expect(formatTime('2026-08-03T23:05:00+02:00')).toBe('3 Aug 2026, 21:05 UTC')
    expect(formatDay('2026-08-03T23:05:00-05:00')).toBe('4 Aug 2026')
    expect(formatClock('2026-08-03T23:05:09+02:00')).toBe('21:05:09 UTC')
  })
})
