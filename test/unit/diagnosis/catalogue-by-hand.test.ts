import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mistakeById } from '../../../src/diagnosis/catalogue/catalogue';
import { drawScenario, type Derivation } from '../../bench/generate-derivation';
import { handWritten, wrongByHand } from '../../bench/generate-by-hand';
import { mistaken } from '../../bench/generate-mistakes';
import { randomOf } from '../../bench/random';

const parts = ['probabilities', 'lossGradient', 'jacobian', 'delta'] as const;

/** Whether two derivations agree in every part that both have. */
function agree(one: Derivation, other: Derivation): boolean {
  return parts.every((part) => {
    const [a, b] = [one.get(part), other.get(part)];
    if (a === undefined || b === undefined) return true;
    return (
      a.length === b.length && a.every((v, i) => Math.abs(v - (b[i] ?? NaN)) <= 1e-9 * (1 + Math.abs(v)))
    );
  });
}

for (const id of handWritten) {
  test(`${id}: a program that makes the mistake is among the forms of its entry`, () => {
    const forms = mistakeById(id)?.forms ?? assert.fail(`no entry ${id}`);
    let compared = 0;
    for (let seed = 1; seed <= 400 && compared < 12; seed++) {
      const scenario = drawScenario(randomOf(seed), true);
      const wrong = wrongByHand(id, scenario, (values) => values);
      // The entries know one layer and one loss; what a row of the program does not apply to is no disagreement.
      if (wrong === null) continue;
      const predictions = forms.map((form) => mistaken(scenario, [form]));
      compared++;
      assert.ok(
        predictions.some((prediction) => prediction !== null && agree(wrong, prediction)),
        `seed ${seed}: no form of the entry gives these numbers: ${scenario.loss} ${scenario.mean} ${scenario.target} ${scenario.samples} ${scenario.divisor}`,
      );
    }
    assert.ok(compared >= 5, `only ${compared} scenarios`);
  });
}
