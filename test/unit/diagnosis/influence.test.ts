import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formsAt } from '../../../src/diagnosis/options';
import { carried, only, readBy } from '../../../src/diagnosis/influence';
import { program, run, sliceFor, type SlotId } from '../../../src/diagnosis/program';
import { noValues, registers } from '../../../src/diagnosis/registers';
import { defaultSetting } from '../../../src/diagnosis/setting';

const setting = defaultSetting(1, 3);

/** The names of the registers that the forms of a mistake read at a slot, behind right steps. */
function readsOf(slotId: SlotId, mistake: string): string {
  const v = { ...noValues(), z: Float64Array.of(1, 2, 0.5), t: Float64Array.of(1, 0, 0) };
  for (const slot of sliceFor('d', v)) {
    if (slot.id !== slotId) run(slot, slot.right, v, setting);
    else {
      const option = formsAt(slotId).find((one) => one.mistake.id === mistake);
      assert.ok(option !== undefined, mistake);
      const read = readBy(option.form.replacement, v, setting);
      return registers.filter((register) => (read & only(register)) !== 0).join(' ');
    }
  }
  throw new RangeError(slotId);
}

void test('what a wrong form reads is seen: a skipped Jacobian reads dE/da alone', () => {
  assert.equal(readsOf('chain.product', 'jacobian-skipped'), 'g');
  assert.equal(readsOf('jacobian.operand', 'jacobian-at-logits'), 'z');
});

void test('the structure of a Jacobian counts as the Jacobian', () => {
  assert.match(readsOf('chain.product', 'chain-elementwise-product'), /\bJ\b/);
});

void test('a factor of the Jacobian is not the Jacobian: no wrong form changes it', () => {
  assert.doesNotMatch(readsOf('chain.product', 'dot-product-term-missing'), /\bJ\b/);
});

void test('watching a form leaves the values as they were', () => {
  const v = { ...noValues(), a: Float64Array.of(0.5, 0.5), t: Float64Array.of(1, 0) };
  const before = { ...v };
  for (const slot of program) readBy(slot.right, v, defaultSetting(1, 2));
  assert.deepEqual(v, before);
});

void test('what is changed is carried on by the steps that read it', () => {
  const slot = (id: SlotId) => {
    const one = program.find((each) => each.id === id);
    assert.ok(one !== undefined);
    return one;
  };
  assert.equal(carried(slot('jacobian.operand'), only('a')), only('a') | only('p'));
  assert.equal(carried(slot('jacobian.operand'), only('t')), only('t'));
});
