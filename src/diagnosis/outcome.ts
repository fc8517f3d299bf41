import type { Form } from './catalogue/mistake';
import type { Numbers } from './elementwise';
import { program, run } from './program';
import { noValues, type Register } from './registers';
import { jacobianOf } from './right-rules';
import type { Setting } from './setting';

/** What a derivation starts from: the logits, and a target or dE/da where they do not follow from the setting. */
export interface Start {
  readonly setting: Setting;
  readonly z: Numbers;
  readonly t: Numbers | null;
  readonly g: Numbers | null;
}

export type Outcome = ReadonlyMap<Register, Numbers>;

/** What a person may print; operands of softmax and of the Jacobian are not printed on their own. */
const quantities: readonly Register[] = ['z', 'a', 'y', 't', 'E', 'g', 'J', 'd', 'dW', 'db'];

/** Every quantity of a derivation in which `form` stands in the place of a right rule; null where it does not apply. */
export function outcomeOf({ setting, z, t, g }: Start, form: Form | null): Outcome | null {
  const v = noValues();
  v.z = z;
  if (t !== null) v.t = t;
  if (g !== null) v.g = g;
  for (const slot of program) {
    const chosen = form?.slot === slot.id;
    if (!chosen && ((slot.writes === 't' && t !== null) || (slot.writes === 'g' && g !== null))) continue;
    if ((slot.writes === 'dW' || slot.writes === 'db') && v.d?.length !== z.length) continue;
    if (!run(slot, chosen ? form.replacement : slot.right, v, setting) && chosen) return null;
  }
  v.J = jacobianOf(v, setting) ?? undefined;
  return new Map(quantities.flatMap((one) => (v[one] === undefined ? [] : [[one, v[one]] as const])));
}
