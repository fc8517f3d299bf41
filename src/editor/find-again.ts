import type { CheckedText, Piece } from './checked-text';
import { openDocument, wholeOf } from './documents';
import { findByFingerprint, fingerprint } from './fingerprint';
import type { RememberedPiece } from './memory';

/** The pieces of a text as they are remembered. What a cell printed is not: the cell has it, or prints it again. */
export function toRemember(text: CheckedText): RememberedPiece[] {
  return text.pieces.flatMap((piece, index) =>
    piece.printed === undefined ? [{ ...piece, fingerprint: fingerprint(text.textOf(index)) }] : [],
  );
}

/** Where remembered pieces stand in their documents by now; null where one of them is not found any more. */
export function findAgain(remembered: readonly RememberedPiece[]): Piece[] | null {
  const found = remembered.map((piece) => {
    const document = openDocument(piece.document);
    if (document === undefined) return null;
    if (piece.whole) return wholeOf(document);
    const length = piece.end - piece.start;
    const start = findByFingerprint(document.getText(), length, piece.fingerprint, piece.start);
    return start === null ? null : { document: piece.document, start, end: start + length, whole: false };
  });
  return found.every((piece) => piece !== null) ? found : null;
}
