import * as vscode from 'vscode';
import type { Piece } from './checked-text';
import { wholeOf } from './documents';

/** Outputs that are text as a program printed it. */
const TEXT_MIMES = ['text/plain', 'application/vnd.code.notebook.stdout'];

/** What turns colours on and off in a terminal. */
const COLOUR = new RegExp(`${String.fromCharCode(27)}\\[[\\d;]*m`, 'g');

/** The code of a cell, and what it printed when it ran last. */
export function cellPieces({ document, outputs }: vscode.NotebookCell): Piece[] {
  const source = wholeOf(document);
  const printed = outputs.map(textOf).join('');
  return printed.trim() === '' ? [source] : [source, { ...lastLineOf(document), printed }];
}

/** The same pieces, where a piece is a whole cell with what that cell has printed by now. */
export function withOutputs(home: vscode.Uri, pieces: readonly Piece[]): Piece[] {
  const notebook = vscode.workspace.notebookDocuments.find(({ uri }) => uri.toString() === home.toString());
  return pieces.flatMap((piece) => {
    if (piece.printed !== undefined) return [];
    const cell = notebook?.getCells().find(({ document }) => document.uri.toString() === piece.document);
    return cell && piece.whole ? cellPieces(cell) : [piece];
  });
}

/** An output comes in several forms, of which one is text; that may be coloured for a terminal. */
function textOf({ items }: vscode.NotebookCellOutput): string {
  const item = items.find(({ mime }) => TEXT_MIMES.includes(mime));
  // Before a notebook that an extension made is saved, VS Code 1.100 hands out data of another kind.
  if (!(item?.data instanceof Uint8Array)) return '';
  const text = new TextDecoder().decode(item.data).replaceAll(COLOUR, '');
  return text.endsWith('\n') ? text : `${text}\n`;
}

function lastLineOf(document: vscode.TextDocument): Piece {
  let line = document.lineCount - 1;
  while (line > 0 && document.lineAt(line).isEmptyOrWhitespace) line--;
  const { text, range, firstNonWhitespaceCharacterIndex } = document.lineAt(line);
  const start = document.offsetAt(range.start);
  return {
    document: document.uri.toString(),
    start: start + firstNonWhitespaceCharacterIndex,
    end: start + text.trimEnd().length,
    whole: false,
  };
}
