import * as vscode from 'vscode';
import { blockAround } from './block';
import type { Piece } from './checked-text';
import { wholeOf } from './documents';
import { cellPieces } from './notebook';

/** What a person points at when they ask for a check. */
export interface Target {
  /** The document, or the notebook of a cell: what is remembered is remembered for it. */
  readonly home: vscode.Uri;
  /** Stretches to check, the nearest first: a later one counts where there is nothing to judge in those before. */
  readonly candidates: readonly (readonly Piece[])[];
}

/**
 * What the person points at now. While something that is no text has the focus (the panel, the walkthrough) that
 * is what is selected in the text beside it: in the document that the panel shows if there is one. Null where
 * there is no text.
 */
export function currentTarget(shown: vscode.Uri | null): Target | null {
  const { activeTextEditor, activeNotebookEditor, visibleTextEditors, visibleNotebookEditors } =
    vscode.window;
  if (activeNotebookEditor) return notebookTarget(activeNotebookEditor, activeTextEditor);
  if (activeTextEditor) return textTarget(activeTextEditor);
  const isShown = (uri: vscode.Uri) => uri.toString() === shown?.toString();
  const notebook = visibleNotebookEditors.find((editor) => isShown(editor.notebook.uri));
  if (notebook) return notebookTarget(notebook, undefined);
  const editor = visibleTextEditors.find(({ document }) => isShown(document.uri)) ?? visibleTextEditors[0];
  return editor ? textTarget(editor) : null;
}

/** A whole document, whatever is selected in it. */
export function documentTarget(document: vscode.TextDocument): Target {
  return { home: document.uri, candidates: [[wholeOf(document)]] };
}

function textTarget(editor: vscode.TextEditor): Target {
  const { document } = editor;
  const selected = selectedPieces(editor);
  return { home: document.uri, candidates: selected.length > 0 ? [selected] : around(editor) };
}

function notebookTarget(notebook: vscode.NotebookEditor, editor: vscode.TextEditor | undefined): Target {
  const home = notebook.notebook.uri;
  const selected = editor && isCellOf(notebook, editor.document) ? selectedPieces(editor) : [];
  if (selected.length > 0) return { home, candidates: [selected] };
  const chosen = notebook.selections.flatMap((range) => notebook.notebook.getCells(range));
  const all = notebook.notebook.getCells();
  const pieces = (cells: readonly vscode.NotebookCell[]) => cells.flatMap(cellPieces);
  return { home, candidates: [pieces(chosen), pieces(all)] };
}

function isCellOf(notebook: vscode.NotebookEditor, document: vscode.TextDocument): boolean {
  return notebook.notebook.getCells().some((cell) => cell.document === document);
}

/** Every selection that holds something, in the order of the text. */
function selectedPieces({ document, selections }: vscode.TextEditor): Piece[] {
  return selections
    .filter((selection) => !selection.isEmpty)
    .map((selection) => ({
      document: document.uri.toString(),
      start: document.offsetAt(selection.start),
      end: document.offsetAt(selection.end),
      whole: false,
    }))
    .sort((one, other) => one.start - other.start);
}

function around({ document, selection }: vscode.TextEditor): Piece[][] {
  const block = blockAround(document.getText(), document.offsetAt(selection.active), document.languageId);
  const whole = wholeOf(document);
  return block ? [[{ ...whole, ...block, whole: false }], [whole]] : [[whole]];
}
