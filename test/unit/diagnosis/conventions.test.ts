import assert from 'node:assert/strict';
import { test } from 'node:test';
import { diagnose } from '../../../src/diagnosis/diagnose';
import { read } from '../../../src/reader/read';

const found = (text: string): string[] => diagnose(read(text)).findings.flatMap(({ mistakes }) => mistakes);

// p - q of logits (1.2, -0.4, 0.3, 0.9) and a teacher's (0.2, 0.8, -1.1, 0.5), T = 3.
const difference = [0.0578, -0.125783, 0.066083, 0.0019];
const texts = [
  `teacher logits: [0.2, 0.8, -1.1, 0.5]
student logits: [1.2, -0.4, 0.3, 0.9]`,
  `p = [0.3094, 0.1815, 0.2292, 0.2799]
q = [0.2516, 0.3073, 0.1631, 0.2780]`,
];

void test('a T² that the words give to the loss is missed in its gradient, one that they deny is not', () => {
  for (const [i, text] of texts.entries()) {
    const numbers = (factor: number): string => difference.map((x) => (x * factor).toFixed(4)).join(', ');
    const gradient = (factor: number): string =>
      `${i === 0 ? 'grad student' : 'dL/dz'} = [${numbers(factor)}]`;
    const loss = 'soft loss scaled by T^2, temperature T = 3';
    assert.deepEqual(found(`${loss}\n${text}\n${gradient(1 / 3)}`), ['distillation-temperature-scale'], text);
    assert.deepEqual(found(`${loss}\n${text}\n${gradient(3)}`), [], text);
    const denied = 'distillation, KL without the T^2, temperature T = 3';
    assert.deepEqual(found(`${denied}\n${text}\n${gradient(1 / 3)}`), [], text);
  }
});
