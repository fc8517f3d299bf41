import type { Replacement, Slot } from './program';
import { copyOf, registers, type Register, type Values } from './registers';
import type { Setting } from './setting';

/** A set of registers, one bit for each in their order. */
export type Registers = number;

const bitOf = new Map(registers.map((register, at) => [register, 1 << at]));
export const only = (register: Register): Registers => bitOf.get(register) ?? 0;
export const allRegisters: Registers = -1;

/** The register that a field of the values belongs to. The factor of a Jacobian is none: no wrong form changes it. */
const owners: ReadonlyMap<unknown, Registers> = new Map<unknown, Registers>([
  ...bitOf,
  ['weighted', only('g')],
  ['unitSum', only('g')],
  ['structure', only('J')],
  ['written', only('J')],
]);

/**
 * The registers that `replacement` reads of `v`, found out by running it once and watching: as long as these stay what
 * they are, it gives the same again. All of them for what is no rule.
 */
export function readBy(replacement: Replacement, v: Values, s: Setting): Registers {
  if (replacement.kind !== 'rule') return allRegisters;
  let seen: Registers = 0;
  const watched = new Proxy(copyOf(v), {
    get(values, field): unknown {
      seen |= owners.get(field) ?? 0;
      return Reflect.get(values, field);
    },
  });
  replacement.rule(watched, s);
  return seen;
}

/** What is `changed` after a slot has run by its right rule, which carries on what was changed before. */
export function carried(slot: Slot, changed: Registers): Registers {
  const reads = slot.reads.some((register) => (changed & only(register)) !== 0);
  return reads ? changed | only(slot.writes) : changed;
}
