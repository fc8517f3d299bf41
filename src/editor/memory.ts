import type * as vscode from 'vscode';
import type { MistakeId } from '../diagnosis/diagnosis';
import { fieldsOf, isRoleChoice, isString, type RoleChoice } from './analysis-request';
import { isMistakeId } from '../protocol/messages';
import type { Piece } from './checked-text';

/** A piece that is known again by the fingerprint of its text, wherever that stands by then. */
export interface RememberedPiece extends Piece {
  readonly fingerprint: number;
}

/** What was checked last, to check it again after a reload. */
export interface CheckedBefore {
  readonly pieces: readonly RememberedPiece[];
  readonly dismissed: readonly string[];
}

/** What is remembered of a document across sessions. */
export interface Remembered {
  readonly roles: readonly RoleChoice[];
  readonly accepted: readonly MistakeId[];
  readonly checked: CheckedBefore | null;
}

/** Documents whose memory is kept; those not checked for longest are forgotten first. */
const MOST_DOCUMENTS = 200;
const KEY = 'documents';

/** What the person said about their documents, kept in the state of the workspace and never in the documents. */
export class Memory {
  constructor(private readonly state: vscode.Memento) {}

  of(document: string): Remembered {
    return remembered(this.all().find(([uri]) => uri === document)?.[1]);
  }

  async change(document: string, change: Partial<Remembered>): Promise<void> {
    const others = this.all().filter(([uri]) => uri !== document);
    const entry: [string, unknown] = [document, { ...this.of(document), ...change }];
    await this.state.update(KEY, [entry, ...others].slice(0, MOST_DOCUMENTS));
  }

  private all(): [string, unknown][] {
    return listOf(this.state.get(KEY), isEntry);
  }
}

/** The state may stem from another version of the extension: what is not understood is left out. */
function remembered(stored: unknown): Remembered {
  const { roles, accepted, checked } = fieldsOf(stored);
  const { pieces, dismissed } = fieldsOf(checked);
  return {
    roles: listOf(roles, isRoleChoice),
    accepted: listOf(accepted, isMistakeId),
    checked: Array.isArray(pieces)
      ? { pieces: listOf(pieces, isPiece), dismissed: listOf(dismissed, isString) }
      : null,
  };
}

function listOf<T>(value: unknown, is: (item: unknown) => item is T): T[] {
  return Array.isArray(value) ? value.filter(is) : [];
}

function isEntry(value: unknown): value is [string, unknown] {
  return Array.isArray(value) && value.length === 2 && typeof value[0] === 'string';
}

function isPiece(value: unknown): value is RememberedPiece {
  const { document, start, end, whole, fingerprint } = fieldsOf(value);
  return (
    typeof document === 'string' &&
    typeof start === 'number' &&
    typeof end === 'number' &&
    typeof whole === 'boolean' &&
    typeof fingerprint === 'number'
  );
}
