import * as vscode from 'vscode';
import { CheckedText, type DocumentSpan, type Piece } from './checked-text';

/** The open document (or notebook cell) with this uri. */
export function openDocument(uri: string): vscode.TextDocument | undefined {
  return vscode.workspace.textDocuments.find((document) => document.uri.toString() === uri);
}

/** A whole document as one piece. */
export function wholeOf(document: vscode.TextDocument): Piece {
  return { document: document.uri.toString(), start: 0, end: document.getText().length, whole: true };
}

/** Has the editor load the document, or the notebook, that pieces belong to. What is gone by now is left alone. */
export async function openHome(home: vscode.Uri, pieces: readonly Piece[]): Promise<void> {
  try {
    if (pieces.some((piece) => piece.document === home.toString())) {
      await vscode.workspace.openTextDocument(home);
    } else {
      await vscode.workspace.openNotebookDocument(home);
    }
  } catch {
    return;
  }
}

/** The text of pieces as it is now; null when one of their documents is not open any more. */
export function checkedText(pieces: readonly Piece[]): CheckedText | null {
  if (pieces.some((piece) => openDocument(piece.document) === undefined)) return null;
  return new CheckedText(pieces, (piece) => openDocument(piece.document)?.getText(rangeOf(piece)) ?? '');
}

/** The range of a span in its document. Its document must be open: else the range is empty and at the start. */
export function rangeOf(span: DocumentSpan): vscode.Range {
  const document = openDocument(span.document);
  return document === undefined
    ? new vscode.Range(0, 0, 0, 0)
    : new vscode.Range(document.positionAt(span.start), document.positionAt(span.end));
}

/** The last part of a uri's path: what stands on the tab of its document. */
export function titleOf(uri: vscode.Uri): string {
  return uri.path.slice(uri.path.lastIndexOf('/') + 1);
}
