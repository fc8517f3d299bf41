import assert from 'node:assert/strict';
import { test } from 'node:test';
import { diagnose } from '../../../src/diagnosis/diagnose';
import type { Diagnosis } from '../../../src/diagnosis/diagnosis';
import { read } from '../../../src/reader/read';

/** z, a and t of three samples, whose losses are 0.4644, 2.0680 and 0.2153. */
const batch = `cross-entropy, one row per sample
z = [[1.0, 2.0, 0.5], [0.3, -1.2, 2.2], [-0.4, 0.1, 2.0]]
a = [[0.231224, 0.628532, 0.140244], [0.126438, 0.028212, 0.845350], [0.073143, 0.120592, 0.806265]]
t = [[0, 1, 0], [1, 0, 0], [0, 0, 1]]`;
const delta = `
dz = [[0.231224, -0.371468, 0.140244], [-0.873562, 0.028212, 0.845350], [0.073143, 0.120592, -0.193735]]`;
const single = `cross-entropy
z = [1.0, 2.0, 0.5]
a = [0.231224, 0.628532, 0.140244]
t = [0, 1, 0]`;

const of = (text: string): Diagnosis => diagnose(read(text, { language: 'plaintext' }));
const mistakes = (text: string): readonly string[] => of(text).findings.flatMap((one) => one.mistakes);

const wrong: Readonly<Record<string, readonly [string, string]>> = {
  'a sum over everything': [`${batch}${delta}\ndb = 0.0`, 'bias-gradient-summed-over-classes'],
  'the same behind its formula': [
    `${batch}${delta}\ndb = np.sum(dz) = -1.1e-16`,
    'bias-gradient-summed-over-classes',
  ],
  'a mean over all elements': [`${batch}\nloss = 0.305302`, 'mean-over-all-elements'],
  'a loss over the classes': [`${single}\nloss: 0.154789`, 'mean-over-classes'],
  'softmax twice': [`${single}\nloss = tensor(0.8267)`, 'softmax-applied-twice'],
};

for (const [name, [text, id]] of Object.entries(wrong))
  test(`a number is a claim: ${name}`, () => {
    const { findings, claims, numbers } = of(text);
    assert.deepEqual(
      findings.map((one) => one.mistakes),
      [[id]],
    );
    const array = claims[findings[0]?.claim ?? -1]?.array;
    const [number] = numbers;
    assert.equal(numbers.length, 1);
    assert.equal(array, read(text, { language: 'plaintext' }).arrays.length);
    assert.match(text.slice(number?.span.start, number?.span.end), /^-?\d[\d.e-]*$/);
  });

const right: Readonly<Record<string, string>> = {
  'a mean over the samples': `${batch}${delta}\nloss = 0.915905`,
  'a sum over the samples': `${batch}${delta}\nloss = 2.7477`,
  'the mean squared error of a loss that is not named': `z = [1.0, 2.0, 0.5]
a = [0.231224, 0.628532, 0.140244]
t = [0, 1, 0]
loss = 0.070373`,
  'a sum that code begins with': `${batch}${delta}
db = 0.0
for d in dz:
    db += d`,
  'the loss of another step': `${single}\nepoch 3 loss: 0.154789`,
  'a loss that nothing explains': `${single}\nloss = 0.9317`,
  'a loss beside its earlier value': `${single}\nloss = 0.464368\nnew loss = 0.154789`,
};

for (const [name, text] of Object.entries(right))
  test(`a number is no claim: ${name}`, () => {
    assert.deepEqual(mistakes(text), []);
    assert.deepEqual(of(text).numbers, []);
  });
