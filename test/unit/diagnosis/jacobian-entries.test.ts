import assert from 'node:assert/strict';
import { test } from 'node:test';
import { softmax } from '../../../src/calculus/softmax';
import { formsAt } from '../../../src/diagnosis/options';
import { program } from '../../../src/diagnosis/program';
import { noValues, type Structure } from '../../../src/diagnosis/registers';
import { entryOf, jacobianOf } from '../../../src/diagnosis/right-rules';
import { defaultSetting } from '../../../src/diagnosis/setting';

const samples = 2;
const classes = 3;
const setting = defaultSetting(samples, classes);
const z = Float64Array.of(0.3, -1.2, 2.1, 1.7, 0.4, -0.6);

/** Every way of building the Jacobian that knows a single entry. */
function probed(): readonly (readonly [string, Structure])[] {
  const right = program.flatMap(({ right }) =>
    right.kind === 'structure' ? [['right', right.structure] as const] : [],
  );
  const wrong = formsAt('jacobian.structure').flatMap(({ mistake, form: { replacement } }) =>
    replacement.kind === 'structure' ? [[mistake.id, replacement.structure] as const] : [],
  );
  return [...right, ...wrong].filter(([, { entry }]) => entry !== undefined);
}

void test('a single entry of a Jacobian is that of the whole, for every form that knows it', () => {
  assert.ok(probed().length > 8);
  for (const [id, structure] of probed()) {
    const p = softmax(z, setting.lanes);
    const v = { ...noValues(), z, a: p, p, structure, factor: 0.5 };
    const single = Array.from({ length: z.length * classes }, (_, at) => entryOf(v, setting, at));
    const whole = jacobianOf(v, setting);
    assert.ok(whole?.length === single.length, id);
    single.forEach((x, at) => assert.ok(Math.abs((x ?? NaN) - (whole[at] ?? NaN)) < 1e-12, `${id} at ${at}`));
  }
});

void test('no entry is had alone where the Jacobian is given, or is that of another layer', () => {
  const [first] = probed();
  const p = softmax(z, setting.lanes);
  const v = { ...noValues(), a: p, p, structure: first?.[1] };
  assert.equal(entryOf({ ...v, J: new Float64Array(18) }, setting, 0), null);
  assert.equal(entryOf(v, { ...setting, layer: 'log-softmax' }, 0), null);
});
