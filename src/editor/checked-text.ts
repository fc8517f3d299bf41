import type { Span } from '../reader/reading';

/** A stretch of a document that is checked, as half-open UTF-16 offsets. */
export interface Piece {
  /** Uri of the document. */
  readonly document: string;
  readonly start: number;
  readonly end: number;
  /** True where the whole document is checked, whatever its length becomes. */
  readonly whole: boolean;
  /** What a notebook's cell printed. It stands in no document: `[start, end)` is the code that it is shown at. */
  readonly printed?: string;
}

/** A replacement of `removed` characters at `offset` by `inserted` others. */
export interface Change {
  readonly offset: number;
  readonly removed: number;
  readonly inserted: number;
}

/** A stretch of one document, as half-open UTF-16 offsets. */
export interface DocumentSpan {
  readonly document: string;
  readonly start: number;
  readonly end: number;
}

/** A blank line: no notation reads across it what belongs to two pieces. */
const BETWEEN = '\n\n';

/** The text that is checked, put together from pieces of documents, and the way back to them. */
export class CheckedText {
  readonly text: string;
  private readonly starts: readonly number[];

  /** `textOf` gives the present text of a piece in its document, whose length is that of the piece. */
  constructor(
    readonly pieces: readonly Piece[],
    textOf: (piece: Piece) => string,
  ) {
    const texts = pieces.map((piece) => piece.printed ?? textOf(piece));
    this.text = texts.join(BETWEEN);
    let start = 0;
    this.starts = texts.map((text) => {
      const here = start;
      start += text.length + BETWEEN.length;
      return here;
    });
  }

  /** The present text of a piece, by its index. */
  textOf(index: number): string {
    const start = this.starts[index] ?? 0;
    const next = this.starts[index + 1];
    return this.text.slice(start, next === undefined ? undefined : next - BETWEEN.length);
  }

  /** The stretches of the text that stand in no document. */
  get printed(): readonly Span[] {
    return this.pieces.flatMap(({ printed }, index) => {
      const start = this.starts[index] ?? 0;
      return printed === undefined ? [] : [{ start, end: start + printed.length }];
    });
  }

  /** Where `[start, end)` of the text stands in its document, or is shown there; cut off at the end of its piece. */
  toDocument(start: number, end: number): DocumentSpan | null {
    const index = this.starts.filter((pieceStart) => pieceStart <= start).length - 1;
    const piece = this.pieces[index];
    const pieceStart = this.starts[index];
    if (piece === undefined || pieceStart === undefined) return null;
    if (piece.printed !== undefined) return { document: piece.document, start: piece.start, end: piece.end };
    const within = (offset: number) => Math.min(piece.start + offset - pieceStart, piece.end);
    return { document: piece.document, start: within(start), end: within(end) };
  }

  /** Where `offset` of `document` stands in the text; null outside the pieces. */
  fromDocument(document: string, offset: number): number | null {
    const index = this.pieces.findIndex(
      (piece) =>
        piece.printed === undefined &&
        piece.document === document &&
        piece.start <= offset &&
        offset <= piece.end,
    );
    const piece = this.pieces[index];
    const pieceStart = this.starts[index];
    return piece === undefined || pieceStart === undefined ? null : pieceStart + offset - piece.start;
  }
}

/**
 * The piece after its document was changed. What is typed at its end belongs to it, what is typed in front of
 * it does not; a change across its edge becomes part of it.
 */
export function moved(piece: Piece, { offset, removed, inserted }: Change): Piece {
  const grown = inserted - removed;
  if (piece.whole) return { ...piece, end: piece.end + grown };
  const changeEnd = offset + removed;
  const typedIntoEmpty = removed === 0 && offset === piece.start && piece.start === piece.end;
  if (changeEnd <= piece.start && !typedIntoEmpty) {
    return { ...piece, start: piece.start + grown, end: piece.end + grown };
  }
  const after = offset > piece.end || (offset === piece.end && removed > 0);
  if (after) return piece;
  return {
    ...piece,
    start: Math.min(piece.start, offset),
    end: Math.max(piece.end, changeEnd) + grown,
  };
}
