import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { compare } from '../../../webview/comparison';
import { report } from './fixtures';

const comparisonOf = (name: string, array: number) => {
  const { arrays, claims } = report(name);
  const claim = claims.find((candidate) => candidate.array === array);
  const shown = arrays[array];
  assert.ok(shown);
  return compare(shown, claim, claim?.verdict ?? 'given');
};

describe('an array beside what it should be', () => {
  it('puts the right numbers beside wrong and inherited ones, in the precision of the text', () => {
    assert.deepEqual(
      comparisonOf('chain-rule-post', 7).sides.map(({ kind }) => kind),
      ['claimed', 'right'],
    );
    assert.deepEqual(
      comparisonOf('chain-rule-post', 8).sides.map(({ text }) => text(1)),
      ['2.625', '\u22120.5'],
    );
    assert.equal(comparisonOf('batch', 4).right?.text(0), '\u22120.0852');
  });

  it('leaves right and given numbers alone', () => {
    assert.equal(comparisonOf('chain-rule-post', 1).sides.length, 1);
    assert.equal(comparisonOf('chain-rule-post', 0).sides.length, 1);
  });

  it('adds what follows from earlier wrong numbers where that is something else again', () => {
    const { arrays, claims } = report('chain-rule-post');
    const [array, claim] = [arrays[8], claims[6]];
    assert.ok(array && claim);
    const kinds = (earlier: readonly number[]) =>
      compare(array, { ...claim, expectedFromEarlier: earlier }, 'wrong').sides.map(({ kind }) => kind);
    assert.deepEqual(kinds([7, 7]), ['claimed', 'right', 'earlier']);
    assert.deepEqual(kinds([0.5, -0.5]), ['claimed', 'right']);
  });

  it('colours all sides on one scale around zero, and keeps small numbers visible', () => {
    const { warmth, scale } = comparisonOf('chain-rule-post', 7);
    assert.equal(scale, 3.0625);
    assert.equal(warmth(-3.0625), -1);
    assert.equal(warmth(0), 0);
    assert.ok(warmth(0.25) > 0.25);
    assert.ok(Number.isNaN(warmth(Infinity)));
  });

  it('counts what is no number, and starts at the slice of the first wrong element', () => {
    const { sides, firstSlice } = comparisonOf('batch', 3);
    assert.equal(sides[0].nans, 1);
    assert.equal(sides[1]?.nans, 0);
    assert.equal(firstSlice, 1);
  });

  it('has a scale of its own for nothing but zeros and infinities', () => {
    const [array] = report('right').arrays;
    assert.ok(array);
    const { scale, warmth } = compare({ ...array, values: [0, 'inf', 'nan'] }, undefined, 'given');
    assert.equal(scale, 0);
    assert.equal(warmth(0), 0);
  });
});
