import assert from 'node:assert/strict';
import { test } from 'node:test';
import { diagnose } from '../../../src/diagnosis/diagnose';
import { read } from '../../../src/reader/read';

/** What was found: mistakes and the name of the array that they were found in. */
function found(text: string): string[] {
  const reading = read(text);
  const { findings, claims, numbers } = diagnose(reading);
  const arrays = [...reading.arrays, ...numbers];
  return findings.map(
    ({ mistakes, claim }) => `${arrays[claims[claim]?.array ?? -1]?.name ?? '?'}: ${mistakes.join(' + ')}`,
  );
}

const softmax = 'softmax = [0.309723, 0.125924, 0.564353]\n';
const given = `z = [1.1, 0.2, 1.7]\n${softmax}y = [0, 0, 1]\n`;
const right = '[0.309723, 0.125924, -0.435647]';

/** Texts of people whose numbers stand under other names than those of a derivation. */
const texts: Readonly<Record<string, readonly [text: string, findings: readonly string[]]>> = {
  'NumPy compares': [
    `${softmax}AssertionError:\nNot equal to tolerance rtol=1e-07, atol=0\n
 ACTUAL: array([[ 0.213795,  0.039002,  0.174793],
       [ 0.039002,  0.110067,  0.071066],
       [ 0.174793,  0.071066,  0.245859]])
 DESIRED: array([[ 0.213795, -0.039002, -0.174793],
       [-0.039002,  0.110067, -0.071066],
       [-0.174793, -0.071066,  0.245859]])`,
    ['ACTUAL: jacobian-off-diagonal-sign'],
  ],
  'an older NumPy compares': [
    `${given}Arrays are not almost equal to 6 decimals\n x: array([-0.309723, -0.125924,  0.435647])\n y: array([ 0.309723,  0.125924, -0.435647])`,
    ['x: sign-flipped-delta'],
  ],
  'Rust compares': [
    `${softmax}grad_out = [0.5, -1.0, 2.0]\nassertion \`left == right\` failed
  left: [0.154861, -0.125924, 1.128706]\n right: [-0.203753, -0.271729, 0.475482]`,
    ['left: dot-product-term-missing'],
  ],
  'an own upstream gradient beside a right reference': [
    `${given}upstream = [0, 0, 1.771941]\ndz = [-0.309723, -0.125924, 0.435647]\nautograd dz = ${right}`,
    ['upstream: sign-flipped-delta'],
  ],
  'an upstream gradient that is given': [
    `${given}upstream = [0.5, -1.0, 2.0]\ndz = [-0.203753, -0.271729, 0.475482]\nautograd dz = [-0.203753, -0.271729, 0.475482]`,
    [],
  ],
  'g, which is said to be dE/ds': [
    `${given}g = dE/dsoftmax = [0, 0, 1.771941]\ndz = [-0.309723, -0.125924, 0.435647]\nautograd dE/dz = ${right}`,
    ['g: sign-flipped-delta'],
  ],
  'nabla with an index': [
    `$\\mathbf{z} = (1.1, 0.2, 1.7)$, $\\hat{\\mathbf{y}} = (0.309723, 0.125924, 0.564353)$, $\\mathbf{y} = (0, 0, 1)$
$\\nabla_{\\hat{\\mathbf y}} L = (0, 0, 1.771941)$, $\\nabla_{\\mathbf z} L = (-0.309723, -0.125924, 0.435647)$`,
    ['\\nabla_{\\hat{\\mathbf y}} L: sign-flipped-delta'],
  ],
  'a layout that follows from counts': [
    '3 classes, 2 samples\nX = [[0.5, 1.2], [2.0, 0.1], [-1.0, 0.6]]\nsoftmax(X) = [[0.331812, 0.668188], [0.869892, 0.130108], [0.167982, 0.832018]]',
    ['softmax(X): softmax-wrong-axis'],
  ],
  'a loss below its call': [
    `>>> probs\n[0.309723, 0.125924, 0.564353]\n>>> y\n[0, 0, 1]\n>>> F.nll_loss(probs, y)\n-0.564353`,
    ['nll_loss: nll-on-probabilities'],
  ],
  'a product with J': [
    'dE_da = [0, -2]\nJ = [[0.25, -0.25], [-0.25, 0.25]]\n>>> dE_da * J\n[[0, 0.5], [0, -0.5]]',
    ['?: chain-elementwise-product'],
  ],
  'an infinite loss': ['p = [0.0, 1.0, 0.0]\ny = [1, 0, 0]\nloss = inf', ['loss: log-of-zero']],
  'a loss that is none': ['probs = [1.0, 0.0, 0.0]\ny = [1, 0, 0]\nloss: tensor(nan)', ['loss: log-of-zero']],
  'an infinite loss of no zero': ['p = [0.1, 0.9, 0.0001]\ny = [1, 0, 0]\nbest_loss = inf', []],
  'a loss beside the expected one': [
    `${softmax}y = [0, 0, 1]\nloss = 0.190692\nexpected loss = 0.572075`,
    ['loss: mean-over-classes'],
  ],
  'a remark behind a label': [
    `label = 2 (classes 1..3)\n${softmax}one_hot = [0, 0, 1]\ndlogits = ${right}`,
    ['one_hot: target-index-mismatch'],
  ],
  'an expression that a prompt shows': [
    `julia> z\n3-element Vector{Float64}:\n 1.1\n 0.2\n 1.7\n\njulia> a\n3-element Vector{Float64}:\n 0.309723\n 0.125924\n 0.564353\n
julia> t\n3-element Vector{Float64}:\n 0.0\n 0.5\n 0.9\n\njulia> a - t\n3-element Vector{Float64}:\n  0.309723\n -0.374076\n -0.335647\n
julia> autograd\n3-element Vector{Float64}:\n  0.433612\n -0.323706\n -0.109906\n`,
    ['?: target-not-distribution'],
  ],
  'a right Jacobian of short probabilities': [
    'p = (0.2, 0.3, 0.5)\nJ = [[0.16, -0.06, -0.10], [-0.06, 0.21, -0.15], [-0.10, -0.15, 0.25]]',
    [],
  ],
};

for (const [about, [text, findings]] of Object.entries(texts))
  test(about, () => {
    assert.deepEqual(found(text), findings);
  });
